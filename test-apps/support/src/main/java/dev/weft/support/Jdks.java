// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Finds the JDKs to test on. Tests running on 17 look for a 25, tests running on anything else for a 17: at the place
 * that {@code WEFT_JDK25} or {@code WEFT_JDK17} names or, where it is not set, beside the running JDK.
 */
public final class Jdks {
    private static final Path CURRENT = Path.of(System.getProperty("java.home"));
    private static final int OTHER_FEATURE = Runtime.version().feature() == 17 ? 25 : 17;

    private Jdks() {}

    /** Returns the home of the running JDK. */
    public static Path current() {
        return CURRENT;
    }

    /** Returns the home of the other JDK, where there is one. */
    public static Optional<Path> other() {
        String named = System.getenv(variable(OTHER_FEATURE));
        return named == null || named.isBlank()
                ? beside(CURRENT, OTHER_FEATURE)
                : Optional.of(checked(Path.of(named), OTHER_FEATURE));
    }

    /** Returns the home of the other JDK, or skips the test and prints why. */
    public static Path requireOther() {
        return other().orElseThrow(() -> {
            System.out.println(whySkipped());
            return new TestAbortedException(whySkipped());
        });
    }

    /** Returns the homes of the running JDK and of the other one; prints it where the other is missing. */
    public static Stream<Path> available() {
        Optional<Path> other = other();
        if (other.isEmpty()) {
            System.out.println(whySkipped());
        }
        return Stream.concat(Stream.of(current()), other.stream());
    }

    /** Returns the Java version of a JDK. */
    public static int feature(Path home) {
        return Runtime.Version.parse(released(home, "JAVA_VERSION")).feature();
    }

    /** Returns the builds of the JDKs that are available, by their Java version. */
    public static Map<Integer, String> builds() {
        return available().collect(Collectors.toMap(Jdks::feature, home -> released(home, "JAVA_RUNTIME_VERSION")));
    }

    private static String released(Path home, String key) {
        Properties release = new Properties();
        try (Reader text = Files.newBufferedReader(home.resolve("release"))) {
            release.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return release.getProperty(key, release.getProperty("JAVA_VERSION")).replace("\"", "");
    }

    private static String whySkipped() {
        return "SKIPPED on JDK %d: none found beside %s, and %s is not set"
                .formatted(OTHER_FEATURE, CURRENT, variable(OTHER_FEATURE));
    }

    private static String variable(int feature) {
        return "WEFT_JDK" + feature;
    }

    /** A wrong setting fails: skipping would hide it. */
    static Path checked(Path home, int feature) {
        if (!isJdk(home, feature)) {
            throw new IllegalStateException(
                    "%s names %s, which is no JDK %d".formatted(variable(feature), home, feature));
        }
        return home;
    }

    /** Returns the first by name of the JDKs of a Java version that lie where another one lies. */
    static Optional<Path> beside(Path jdkHome, int feature) {
        Path parent = jdkHome.getParent();
        if (parent == null) {
            return Optional.empty();
        }
        try (Stream<Path> siblings = Files.list(parent)) {
            return siblings.filter(home -> isJdk(home, feature)).sorted().findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the version as text: that of a Java 8, {@code 1.8.0_392}, is none to {@link Runtime.Version}. */
    private static boolean isJdk(Path home, int feature) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(Jvm.program(home, "java"))) {
            return false;
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"" + feature + "\\b.*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
