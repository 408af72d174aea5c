// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.support.RunAllTests;
import dev.weft.files.ClassFiles;
import dev.weft.support.Built;
import dev.weft.support.FileTree;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the tests of what is woven once more without the agent, on classes that the compiler plugin has woven. Those of what the runtime does
 * would see nothing new: the plugin leaves the bytes that the agent makes, in all classes of this module.
 */
class CompiledWeavingTest {
    /** Both tests look at the same, so that it is compiled once. */
    static Stream<Path> jdks() {
        return Scale.jdksFor("CompiledWeavingTest");
    }

    private static final String PLUGIN = Built.compilerPlugin().toString();
    private static final List<Path> BUILT = List.of(
            Path.of("target/classes").toAbsolutePath(),
            Path.of("target/test-classes").toAbsolutePath());

    /** What the plugin has woven in each JDK's javac: both tests look at it. */
    private static final Map<Path, Path> WOVEN = new HashMap<>();

    @TempDir
    static Path folder;

    @ParameterizedTest
    @MethodSource("jdks")
    void passesTheTestsOfThisPackageWithoutTheAgent(Path jdk) throws Exception {
        Subprocess.Result result = Jvm.run(
                jdk,
                "-XX:TieredStopAtLevel=1", // most of it is run once, and C2 would take half of the time
                "-Dweft.proofs=" + Scale.ofRepetition(),
                "-Dweft.pluginJar=" + PLUGIN,
                "-cp",
                woven(jdk) + File.pathSeparator + libraries(),
                RunAllTests.class.getName(),
                woven(jdk).toString(),
                "com\\.example\\.targets\\..*Test");
        System.out.print(result.output());
        assertEquals(0, result.exitCode(), () -> jdk + ": " + RunAllTests.failures(result.output()));
        assertFalse(result.output().contains("[weft]"), "there is no agent");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void leavesTheBytesThatTheAgentWouldMake(Path jdk) throws Exception {
        Path plain = compile(jdk, "plain", List.of("-proc:none"));
        ClassFiles.weave(plain, plain);
        Map<String, byte[]> expected = FileTree.contents(plain);
        Map<String, byte[]> actual = FileTree.contents(woven(jdk));
        assertEquals(expected.keySet(), actual.keySet());
        actual.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    }

    private static Path woven(Path jdk) throws Exception {
        if (!WOVEN.containsKey(jdk)) {
            WOVEN.put(jdk, compile(jdk, "woven", List.of("-processorpath", PLUGIN)));
        }
        return WOVEN.get(jdk);
    }

    /** Compiles the programs together with the tests: starting javac is what takes time. */
    private static Path compile(Path jdk, String name, List<String> options) throws Exception {
        Path classes = folder.resolve(name + "-by-" + Jdks.feature(jdk));
        List<String> command =
                new ArrayList<>(List.of("--release", "17", "-g", "-parameters", "-nowarn", "-Aweft.all=off"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        command.addAll(options);
        for (String sources : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(sources))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> command.add(file.toString()));
            }
        }
        Subprocess.Result result = Jvm.javac(jdk, command);
        assertEquals(0, result.exitCode(), result.output());
        return classes;
    }

    /** The class path without what this build has compiled. */
    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !BUILT.contains(Path.of(entry).toAbsolutePath()))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
