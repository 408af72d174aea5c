// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A million levels deep, with the stack size that a JVM has by default. Holds off (docs/weaving-limits.md): A stack that grows
 * with completions at once; A stack that grows along a chain of tasks.
 */
class RecursionIT {
    private static final String SUM_TO_A_MILLION_AND_FIVE = "500000500005";

    static Stream<Arguments> programs() {
        return Scale.jdks()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "once", SUM_TO_A_MILLION_AND_FIVE),
                        Arguments.of(jdk, "later", SUM_TO_A_MILLION_AND_FIVE),
                        Arguments.of(jdk, "virtual", SUM_TO_A_MILLION_AND_FIVE),
                        Arguments.of(jdk, "tail", "5"),
                        Arguments.of(jdk, "passed", "1000005"),
                        Arguments.of(jdk, "loop", "2000000"),
                        Arguments.of(jdk, "futures", "1000000"),
                        Arguments.of(jdk, "scheduled", "1000005"),
                        Arguments.of(jdk, "failing", "bottom")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void stackHolds(Path jdk, String program, String result) throws Exception {
        assertEquals(
                new Subprocess.Result(0, result + System.lineSeparator()),
                Jvm.run(
                        jdk,
                        Built.agentOption(),
                        "-Dweft.debug.stall=off", // it computes for long, on purpose
                        "-cp",
                        Built.classPath(Built.runtimeJar(), Built.targets()),
                        "com.example.targets.Deep",
                        program));
    }
}
