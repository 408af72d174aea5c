// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.support.Scale;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that spawn, cancel, post, wake, block, stop and close at any moment hurt no loop and no task (contract 15, 20 and 21). */
class RacesIT {
    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void endEachTaskOnce(Path jdk) throws Exception {
        StressRun.run(jdk, Races.class, StressRun.seeds(Scale.of(8, 40)));
    }
}
