// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.TaskDump;
import java.util.Set;

/** What can be asked of this program, by whichever way. */
final class Views {
    private Views() {}

    /** The table of what a client of the socket can ask for. */
    static Resources resources() {
        return new Resources().with("/tree", "the tree of all tasks", Set.of(), parameters -> Answer.text(tree()));
    }

    static String tree() {
        return TaskDump.capture().toString() + '\n';
    }

    static String dump() {
        return tree();
    }

    static String json() {
        return tree();
    }

    static String check() {
        return tree();
    }
}
