// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.TestRunner;
import java.util.Arrays;
import java.util.List;

/** Says with which seed a run has failed, as a suppressed exception of the failure, so that a stack trace has it. */
final class Replay extends Exception {
    private static final long serialVersionUID = 1;

    private final long seed;

    private Replay(long seed, List<String> faults) {
        super(
                "the run was on EventLoop.simulated(" + seed + "L), which makes the same schedule again"
                        + textOf(faults),
                null,
                false,
                false);
        this.seed = seed;
    }

    /** What has happened at fault points, a line each. */
    static String textOf(List<String> faults) {
        return faults.isEmpty() ? "" : "; faults that happened in it:\n\t" + String.join("\n\t", faults);
    }

    /**
     * Has the seed go along with a failure, and the faults that have happened, once. A test of {@code @AsyncTest} says its seed by itself,
     * with how to run it again.
     */
    static void goesAlong(Throwable failure, long seed, List<String> faults) {
        boolean isThere = Arrays.stream(failure.getSuppressed())
                .anyMatch(suppressed -> suppressed instanceof Replay replay && replay.seed == seed);
        boolean isSaidByTest = faults.isEmpty() && TestRunner.isRunning();
        if (!isThere && !isSaidByTest) {
            failure.addSuppressed(new Replay(seed, faults));
        }
    }
}
