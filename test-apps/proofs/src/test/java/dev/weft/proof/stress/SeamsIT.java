// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.support.Scale;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Structured calls nest in one another, and over locks, channels and queues, and are cancelled: nothing is lost (contract 4, 7 to 10). */
class SeamsIT {
    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void losesNothingWhereCallsAndPrimitivesMeet(Path jdk) throws Exception {
        StressRun.run(jdk, Seams.class, StressRun.seeds(Scale.of(1_000, 20_000)));
    }
}
