// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No descriptor outlives its loop, in whichever way its socket came about and was lost (contract 12). */
class DescriptorsIT {
    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void areAsManyAsBefore(Path jdk) throws Exception {
        StressRun.run(jdk, Descriptors.class, List.of("" + Scale.of(4, 24)));
    }
}
