// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK whose JVM runs the servers.
 *
 * @param home where it is
 * @param feature its Java version
 * @param version the whole version
 */
record Jdk(Path home, int feature, String version) {
    /** Finds the JDK of a Java version: the running one, or one beside it. */
    static Optional<Jdk> find(int feature) throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        try (Stream<Path> beside = Files.list(running.resolveSibling("."))) {
            for (Path home : Stream.concat(Stream.of(running), beside.sorted()).toList()) {
                if (Files.isReadable(home.resolve("release")) && Files.isExecutable(launcher(home))) {
                    Jdk jdk = read(home);
                    if (jdk.feature == feature) {
                        return Optional.of(jdk);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Jdk read(Path home) throws IOException {
        Properties release = new Properties();
        try (Reader text = Files.newBufferedReader(home.resolve("release"))) {
            release.load(text);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return new Jdk(home, Runtime.Version.parse(version).feature(), version);
    }

    private static Path launcher(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** The options of every server's JVM: a heap that is large enough for all and was touched before, and the collector made for one core. */
    List<String> options() {
        List<String> options = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");
        if (feature < 24) {
            return options;
        }
        // What Netty asks for, else it warns and does without.
        return Stream.concat(
                        options.stream(),
                        Stream.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"))
                .toList();
    }

    String launcher() {
        return launcher(home).toString();
    }
}
