// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/**
 * A way to run a sample: on a JDK, woven by the agent as it is loaded, or by the compiler plugin in that JDK's javac and without an agent.
 *
 * @param jdk the JDK
 * @param byAgent whether the agent weaves
 */
record Way(Path jdk, boolean byAgent) {
    private static final Map<Path, Path> COMPILED = new ConcurrentHashMap<>();

    /** Woven by the agent and by javac: on the JDK of the build, in a full run one on each, whose turn it is, in an exhaustive one both on both. */
    static Stream<Way> all(TestInfo test) {
        Path current = Jdks.current();
        Path other = Scale.isFull() ? Jdks.other().orElse(current) : current;
        List<List<Way>> pairs = List.of(
                List.of(new Way(current, true), new Way(other, false)),
                List.of(new Way(current, false), new Way(other, true)));
        return Scale.inTurn(Scale.nameOf(test), pairs).flatMap(List::stream);
    }

    /** The arguments of {@code java} for a sample. */
    List<String> arguments(String sample, String... programArguments) {
        if (byAgent) {
            return Samples.arguments(sample, programArguments);
        }
        Path classes = COMPILED.computeIfAbsent(jdk, Way::compiled);
        List<String> arguments = new ArrayList<>(List.of(
                Jvm.C1_ALONE,
                Jvm.NO_STALLS,
                "-cp",
                Built.classPath(Built.runtimeJar(), classes),
                "com.example." + sample));
        arguments.addAll(List.of(programArguments));
        return arguments;
    }

    private static Path compiled(Path jdk) {
        try {
            // Each JVM of the tests has a folder of its own: two of them run side by side.
            Path classes = Files.createTempDirectory(
                    Path.of("target").toAbsolutePath(), "samples-of-jdk-" + Jdks.feature(jdk) + "-");
            List<String> command = new ArrayList<>(List.of("-g", "--release", "17"));
            command.addAll(List.of("-cp", Built.runtimeJar().toString(), "-d", classes.toString()));
            command.addAll(List.of("-processorpath", Built.compilerPlugin().toString(), "-Xlint:all", "-Werror"));
            try (Stream<Path> sources = Files.walk(Samples.source("Factorial").getParent())) {
                sources.map(Path::toString)
                        .filter(name -> name.endsWith(".java"))
                        .forEach(command::add);
            }
            Subprocess.Result result = Jvm.javac(jdk, command);
            assertEquals("", result.output());
            assertEquals(0, result.exitCode());
            return classes;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
