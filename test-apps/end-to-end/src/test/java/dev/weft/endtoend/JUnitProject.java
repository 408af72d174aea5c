// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests of a user, compiled and run in processes of their own.
 *
 * @param jdk the JDK
 * @param jars those of JUnit
 * @param classes where the classes go
 */
record JUnitProject(Path jdk, List<Path> jars, Path classes) {
    /** The JUnit that the tests of this module run with. */
    static List<Path> ours() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches("(junit-|opentest4j-|apiguardian-|jspecify-).*"))
                .toList();
    }

    /** Another one, which the build has copied. */
    static List<Path> copied(String folder) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", folder))) {
            return jars.toList();
        }
    }

    /** Compiles sources, with the weaver in javac or without. */
    void compile(boolean woven, Path... sources) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-g", "-parameters"));
        arguments.addAll(List.of("-cp", classPath(), "-d", classes.toString()));
        arguments.addAll(
                woven ? List.of("-processorpath", Built.compilerPlugin().toString()) : List.of("-proc:none"));
        Arrays.stream(sources).map(Path::toString).forEach(arguments::add);
        Subprocess.Result result = Jvm.javac(jdk, arguments);
        assertEquals(0, result.exitCode(), result.output());
    }

    /** Runs tests, and returns what is printed. Each word is a run of its own, with commas between its tests. */
    String run(List<String> options, String... runs) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Jvm.C1_ALONE, Jvm.NO_STALLS, "-XX:+UseSerialGC"));
        arguments.addAll(options);
        String own = Built.placeOf(JUnitRun.class).toString();
        arguments.addAll(List.of("-cp", classPath() + File.pathSeparator + own, JUnitRun.class.getName()));
        arguments.addAll(List.of(runs));
        return Jvm.run(jdk, arguments).output().replace("\r", "").strip() + "\n";
    }

    private String classPath() {
        return Stream.concat(Stream.of(classes, Built.runtimeJar(), Built.junitJar()), jars.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
