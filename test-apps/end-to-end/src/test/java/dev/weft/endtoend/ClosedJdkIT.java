// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent defines classes in other loaders, and lets nobody else do so. */
class ClosedJdkIT {
    @ParameterizedTest
    @MethodSource("dev.weft.support.Jdks#available")
    void theAgentOpensNothingOfTheJdkToTheApplication(Path jdk) throws Exception {
        Path own = Built.placeOf(AccessAttempts.class);
        String classPath = String.join(
                File.pathSeparator,
                own.toString(),
                Built.runtimeJar().toString(),
                Built.samples().toString());
        Subprocess.Result result = Jvm.run(
                jdk, Built.agentOption(), "-cp", classPath, AccessAttempts.class.getName(), "com.example.Factorial");
        assertEquals(0, result.exitCode(), result.output());
        String[] lines = result.output().lines().toArray(String[]::new);
        assertEquals("defineClass: InaccessibleObjectException", lines[0]);
        assertEquals("privateLookupIn: IllegalAccessException", lines[1]);
        assertEquals("the agent's access: IllegalAccessException", lines[2]);
        assertEquals("run result: 3628800", lines[lines.length - 1]);
    }
}
