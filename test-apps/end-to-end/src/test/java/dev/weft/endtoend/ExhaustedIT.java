// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM whose heap or Java stack really is used up: every task ends, and the loop goes on. */
class ExhaustedIT {
    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void aTaskThatFillsTheHeapEndsAndTheOthersGoOn(Path jdk) throws Exception {
        Subprocess.Result result = run(jdk, List.of("-Xmx24m", "-XX:+UseG1GC"), "heap", "3");
        assertPrinted("3 caught, 3 went on", result);
    }

    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void aStackThatOverflowsInTheStartOfTasksLeavesNone(Path jdk) throws Exception {
        assertPrinted("100 caught, 0 tasks left", run(jdk, List.of("-Xss512k"), "stack", "100"));
    }

    /** Interpreted, since there each call needs a frame, that to release a lock as well. */
    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void aStackThatOverflowsInAChannelLeavesItsLockFree(Path jdk) throws Exception {
        Subprocess.Result result = Jvm.run(
                jdk,
                "-Xint",
                "-cp",
                Built.classPath(Built.runtimeJar(), Built.targets()),
                "com.example.targets.DeepCallers",
                "40");
        assertPrinted("all overflowed, and the channel goes on: true", result);
    }

    /** The JVM's own warnings, of an agent that has no stack left, may stand beside it. */
    private static void assertPrinted(String expected, Subprocess.Result result) {
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains(expected), result.output());
    }

    private static Subprocess.Result run(Path jdk, List<String> options, String... program) throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                Built.agentOption(),
                "-cp",
                Built.classPath(Built.runtimeJar(), Built.targets()),
                "com.example.targets.Exhausted"));
        arguments.addAll(Arrays.asList(program));
        return Jvm.run(jdk, arguments);
    }
}
