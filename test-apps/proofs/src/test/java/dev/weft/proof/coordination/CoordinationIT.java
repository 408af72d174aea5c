// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import dev.weft.proof.stress.StressRun;
import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever is cancelled at whichever turn, no value, permit or lock is lost, and no waiter, timer or task remains. {@code
 * -Dweft.seeds=10000} is the long form; {@code -Dweft.stress=SEED} runs one seed.
 */
class CoordinationIT {
    private static final int SEEDS = Integer.getInteger("weft.seeds", Scale.of(10, 15, 40));

    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void losesNothingWhoeverIsCancelledAtWhicheverTurn(Path jdk) throws Exception {
        StressRun.run(jdk, EveryTurn.class, StressRun.seeds(SEEDS));
    }

    /** In a full run 300,000 timeouts around what is ready, 200,000 cancellations, and a million elements; in a short one a tenth. */
    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void leavesTheHeapAsItWas(Path jdk) throws Exception {
        StressRun.run(jdk, FlatHeap.class, List.of("" + Scale.of(10, 1)));
    }
}
