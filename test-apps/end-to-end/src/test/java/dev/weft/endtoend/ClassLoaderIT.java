// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications whose classes, and whose runtime, the system class loader does not know. */
class ClassLoaderIT {
    private static final String JDKS = "dev.weft.support.Jdks#available";

    @ParameterizedTest
    @MethodSource(JDKS)
    void weavesAnApplicationInAChildFirstLoader(Path jdk) throws Exception {
        Path own = Built.placeOf(ChildFirstApplication.class);
        Subprocess.Result result = Jvm.run(
                jdk,
                Built.agentOption(),
                "-cp",
                own.toString(),
                ChildFirstApplication.class.getName(),
                Built.runtimeJar().toString(),
                Built.samples().toString(),
                "com.example.Factorial");
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().startsWith("[0] com.example.Factorial.factorial(Factorial.java:"), result.output());
        assertTrue(result.output().endsWith("run result: 3628800" + System.lineSeparator()), result.output());
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void weavesAClassThatIsDefinedWithoutAName(Path jdk) throws Exception {
        Path own = Built.placeOf(NamelessDefinition.class);
        String classPath = String.join(
                File.pathSeparator,
                own.toString(),
                Built.runtimeJar().toString(),
                Built.samples().toString());
        Subprocess.Result result = Jvm.run(
                jdk,
                Built.agentOption(),
                "-cp",
                classPath,
                NamelessDefinition.class.getName(),
                "com.example.Factorial");
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().endsWith("run result: 3628800" + System.lineSeparator()), result.output());
    }
}
