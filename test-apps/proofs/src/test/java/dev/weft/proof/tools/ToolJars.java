// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import dev.weft.support.Built;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that these tests start, as the build has copied them: each name with a version behind it. */
final class ToolJars {
    private ToolJars() {}

    static Path agent() {
        return Built.agentJar();
    }

    static Path runtime() {
        return Built.runtimeJar();
    }

    /** Returns the jar of a tool, by the name of its artifact. */
    static Path jar(String artifact) {
        return jars().stream()
                .filter(jar -> match(jar, artifact).matches())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar of " + artifact + " among " + jars()));
    }

    static Path[] jars(String... artifacts) {
        return Stream.of(artifacts).map(ToolJars::jar).toArray(Path[]::new);
    }

    static String version(String artifact) {
        Matcher match = match(jar(artifact), artifact);
        return match.matches() ? match.group(1) : "";
    }

    private static Matcher match(Path jar, String artifact) {
        return Pattern.compile(Pattern.quote(artifact) + "-([0-9][0-9.]*)(-runtime)?\\.jar")
                .matcher(jar.getFileName().toString());
    }

    private static List<Path> jars() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("weft.toolsFolder")))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
