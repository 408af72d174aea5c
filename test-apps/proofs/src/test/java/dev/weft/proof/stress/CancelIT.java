// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is cancelled at whichever point, nothing is lost, given twice or left behind (contract 1 to 5, 13 and 18). */
class CancelIT {
    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void leavesNothingBehindAtAnyPoint(Path jdk) throws Exception {
        StressRun.run(jdk, CancelEveryPoint.class, arguments("memory", Scale.of(8, 70)));
    }

    @ParameterizedTest
    @MethodSource(StressRun.JDKS)
    void leavesNothingBehindAtAnyPointOfProgramsOverSockets(Path jdk) throws Exception {
        StressRun.run(jdk, CancelEveryPoint.class, arguments("sockets", Scale.of(1, 5)));
    }

    private static List<String> arguments(String kind, int count) {
        List<String> arguments = new ArrayList<>(List.of(kind));
        arguments.addAll(StressRun.seeds(count));
        return arguments;
    }
}
