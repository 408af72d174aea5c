// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user sees who forgot the agent, or kept it away from the class. Holds off (docs/weaving-limits.md): Code that was not
 * woven.
 */
class UnwovenIT {
    private static final String JDKS = "dev.weft.support.Jdks#available";

    @ParameterizedTest
    @MethodSource(JDKS)
    void awaitWithoutTheAgentSaysHowToSwitchWeavingOn(Path jdk) throws Exception {
        List<String> arguments = Samples.arguments("HelloWorld");
        arguments.remove(0);
        assertSaysHow(Jvm.run(jdk, arguments));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void awaitInAnExcludedClassSaysHowToSwitchWeavingOn(Path jdk) throws Exception {
        List<String> arguments = Samples.arguments("HelloWorld");
        arguments.set(0, arguments.get(0) + "=exclude=com.example.*");
        assertSaysHow(Jvm.run(jdk, arguments));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void awaitOnTheBootstrapClassPathSaysThatNoAgentWeavesThere(Path jdk) throws Exception {
        Subprocess.Result result = Jvm.run(
                jdk,
                List.of(
                        Built.agentOption(),
                        "-Xbootclasspath/a:" + Built.classPath(Built.runtimeJar(), Built.samples()),
                        "com.example.HelloWorld"));
        assertEquals(1, result.exitCode(), result.output());
        assertTrue(result.output().contains("which is not woven and so cannot suspend."), result.output());
        assertTrue(result.output().contains("It is on the bootstrap class path"), result.output());
        assertFalse(result.output().contains("include= and exclude="), result.output());
    }

    private static void assertSaysHow(Subprocess.Result result) {
        assertEquals(1, result.exitCode(), result.output());
        assertTrue(result.output().startsWith("hello" + System.lineSeparator()), result.output());
        assertTrue(
                result.output()
                        .contains("dev.weft.NotWovenException: await ran in"
                                + " com.example.HelloWorld.helloWorld(HelloWorld.java:"),
                result.output());
        assertTrue(result.output().contains("weft-compiler-plugin on javac's processor path"), result.output());
        assertTrue(result.output().contains("-javaagent:weft-agent.jar"), result.output());
        assertTrue(result.output().contains("include= and exclude="), result.output());
    }
}
