// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * A use of one primitive, or of two, by a few tasks that come to an end within {@link Run#LONGEST} if nobody is cancelled, and what is to
 * be said of it when all have ended, whoever was cancelled.
 */
abstract class Scene {
    /** The tasks, which have not started. */
    final List<Task<Void>> users = new ArrayList<>();

    private final List<String> wrong = new ArrayList<>();

    /** Counts what is there when all have ended. */
    abstract void count();

    final void use(Task<Void> user) {
        users.add(user);
    }

    final void check(boolean holds, String what) {
        if (!holds) {
            wrong.add(what);
        }
    }

    final void equal(Object expected, Object actual, String what) {
        check(expected.equals(actual), what + ": " + actual + " in place of " + expected);
    }

    /** What was found wrong, while it ran and at its end. */
    final List<String> wrong() {
        return wrong;
    }

    /** Makes a scene of a seed, by which it may differ. */
    interface Maker {
        Scene make(int seed) throws Exception;
    }
}
