// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every other test of this module once more without the agent, on classes that the compiler plugin has woven. */
class CompiledWeavingTest {
    private static final String PLUGIN = Built.compilerPlugin().toString();
    private static final List<Path> BUILT = List.of(
            Path.of("target/classes").toAbsolutePath(),
            Path.of("target/test-classes").toAbsolutePath());

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jdks")
    void passesAllTestsOfThisModuleWithoutTheAgent(Path jdk) throws Exception {
        Path main = compile(jdk, "main", "src/main/java", List.of("-processorpath", PLUGIN));
        Path tests = compile(jdk, "tests", "src/test/java", List.of("-processorpath", PLUGIN));
        Subprocess.Result result = Jvm.run(
                jdk,
                "-XX:TieredStopAtLevel=1", // most of it is run once, and C2 would take half of the time
                "-Dweft.pluginJar=" + PLUGIN,
                "-cp",
                main + File.pathSeparator + tests + File.pathSeparator + libraries(),
                RunAllTests.class.getName());
        System.out.print(result.output());
        assertEquals(0, result.exitCode(), "exit code of the tests on " + jdk);
        assertFalse(result.output().contains("[weft]"), "there is no agent");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void leavesTheBytesThatTheAgentWouldMake(Path jdk) throws Exception {
        for (String sources : List.of("src/main/java", "src/test/java")) {
            Path plain = compile(jdk, "plain", sources, List.of("-proc:none"));
            Path woven = compile(jdk, "woven", sources, List.of("-processorpath", PLUGIN));
            ClassFiles.weave(plain, plain);
            Map<String, byte[]> expected = FileTree.contents(plain);
            Map<String, byte[]> actual = FileTree.contents(woven);
            assertEquals(expected.keySet(), actual.keySet());
            actual.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
        }
    }

    /** A short run does without the other JDK, on which {@link OtherJdkTest} runs what the agent has woven. */
    private static Stream<Path> jdks() {
        return Scale.isFull() ? Jdks.available() : Stream.of(Jdks.current());
    }

    private Path compile(Path jdk, String name, String sources, List<String> options) throws Exception {
        Path classes = folder.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("--release", "17", "-g", "-parameters", "-nowarn", "-Aweft.all=off"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        command.addAll(options);
        try (Stream<Path> files = Files.walk(Path.of(sources))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> command.add(file.toString()));
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
