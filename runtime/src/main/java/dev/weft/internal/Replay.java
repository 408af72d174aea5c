// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.Arrays;

/** Says with which seed a run has failed, as a suppressed exception of the failure, so that a stack trace has it. */
final class Replay extends Exception {
    private static final long serialVersionUID = 1;

    private final long seed;

    private Replay(long seed) {
        super(
                "the run was on EventLoop.simulated(" + seed + "L), which makes the same schedule again",
                null,
                false,
                false);
        this.seed = seed;
    }

    /** Has the seed go along with a failure, once. */
    static void goesAlong(Throwable failure, long seed) {
        boolean isThere = Arrays.stream(failure.getSuppressed())
                .anyMatch(suppressed -> suppressed instanceof Replay replay && replay.seed == seed);
        if (!isThere) {
            failure.addSuppressed(new Replay(seed));
        }
    }
}
