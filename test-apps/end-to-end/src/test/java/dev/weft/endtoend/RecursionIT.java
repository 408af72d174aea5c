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
        return Stream.of(
                        on("once", SUM_TO_A_MILLION_AND_FIVE),
                        on("later", SUM_TO_A_MILLION_AND_FIVE),
                        on("virtual", SUM_TO_A_MILLION_AND_FIVE),
                        on("tail", "5"),
                        on("passed", "1000005"),
                        on("loop", "2000000"),
                        on("futures", "1000000"),
                        on("scheduled", "1000005"),
                        on("failing", "bottom"))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> on(String program, String result) {
        return Scale.jdksFor(program).map(jdk -> Arguments.of(jdk, program, result));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void stackHolds(Path jdk, String program, String result) throws Exception {
        assertEquals(
                new Subprocess.Result(0, result + System.lineSeparator()),
                Jvm.run(
                        jdk,
                        Built.agentOption(),
                        Jvm.NO_STALLS, // it computes for long, on purpose
                        "-cp",
                        Built.classPath(Built.runtimeJar(), Built.targets()),
                        "com.example.targets.Deep",
                        program));
    }
}
