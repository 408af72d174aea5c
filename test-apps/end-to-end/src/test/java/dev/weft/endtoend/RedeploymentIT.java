// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that outlive an application, as those of a server's pool do. */
class RedeploymentIT {
    @ParameterizedTest
    @MethodSource("dev.weft.support.Jdks#available")
    void aThreadThatRanALoopDoesNotKeepTheRuntime(Path jdk) throws Exception {
        Path own = Built.placeOf(Redeployment.class);
        Subprocess.Result result = Jvm.run(
                jdk,
                Built.agentOption(),
                "-cp",
                own.toString(),
                Redeployment.class.getName(),
                Built.runtimeJar().toString(),
                Built.samples().toString(),
                "com.example.Factorial");
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().endsWith("loaders left: 0" + System.lineSeparator()), result.output());
    }
}
