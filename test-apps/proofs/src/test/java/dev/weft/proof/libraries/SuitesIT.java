// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.proof.Counts;
import dev.weft.proof.Scale;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real libraries, executed: their own published tests end in the same way when each call in the library suspends now and then:
 * spills everything, unwinds, and resumes. The tests themselves, and what else they need, stay unwoven.
 */
class SuitesIT {
    private static final Path LIBRARIES = Path.of(System.getProperty("weft.libraries"));
    private static final List<String> SUITES = Scale.isFull()
            ? List.of("commons-codec-1.22.1", "commons-lang3-3.20.0", "commons-text-1.15.0")
            : List.of("commons-codec-1.22.1");
    private static final String CLASSES = Scale.isFull() ? ".*Test" : ".*\\.codec\\.net\\..*Test";
    private static final double PROBABILITY = 0.02;

    /** Tests that cannot end in the same way, by a part of their id, and why that is no fault of the weaver. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "[class:org.apache.commons.lang3.StringUtilsTest]/[method:testStringUtilsCharSequenceContract()]",
            "looks at the parameters of all public methods of the class, and twins are public");

    @TempDir
    Path folder;

    @Test
    void suitesEndAsTheyDoUnwoven() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        for (String suite : SUITES) {
            String wovenJar = wovenJar(suite);
            CompletableFuture<SuiteResult> unwovenRun = CompletableFuture.supplyAsync(() -> run(suite, "", 0));
            SuiteResult woven = run(suite, wovenJar, PROBABILITY);
            SuiteResult unwoven = unwovenRun.get();
            List<String> found = woven.differencesFrom(unwoven);
            List<String> explained =
                    found.stream().filter(SuitesIT::isExplained).toList();
            found.removeAll(explained);
            assertTrue(woven.suspensions() > unwoven.outcomes().size(), "suspends");
            rows.add(Stream.of(
                            suite,
                            woven.outcomes().size(),
                            woven.count("SUCCESSFUL"),
                            unwoven.count("FAILED"),
                            explained.size(),
                            found.size())
                    .map(String::valueOf)
                    .toList());
            System.out.println(suite + ": " + woven.suspensions() + " suspensions");
            differences.addAll(found);
        }
        Counts.publish(
                "suites",
                List.of("suite", "tests", "passed woven", "failed unwoven", "explained", "differences"),
                rows);
        assertEquals("", String.join("\n", differences));
    }

    private static SuiteResult run(String suite, String woven, double probability) {
        try {
            return SuiteResult.run(classPath(suite, woven), tests(suite), CLASSES, probability);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(suite + " was not run", e);
        }
    }

    private static boolean isExplained(String difference) {
        return EXPLAINED.keySet().stream().anyMatch(difference::contains);
    }

    private String wovenJar(String suite) throws IOException {
        Library library = Library.ofJar(LIBRARIES.resolve("suites").resolve(suite + ".jar"));
        WovenLibrary woven = LibraryWeaver.replaceMethods(library.classFiles());
        assertEquals(List.of(), woven.failed());
        Path jar = folder.resolve(suite + "-woven.jar");
        woven.writeTo(jar);
        return jar + File.pathSeparator;
    }

    private static Path tests(String suite) {
        return LIBRARIES.resolve("suites").resolve(suite + "-tests.jar");
    }

    /** The woven classes if any, the library, its tests, what they need, and what runs them. */
    private static String classPath(String suite, String woven) throws IOException {
        List<String> entries = new ArrayList<>();
        entries.add(LIBRARIES.resolve("suites").resolve(suite + ".jar").toString());
        entries.add(tests(suite).toString());
        for (String needs : List.of("suites", "suites-need")) {
            try (Stream<Path> jars = Files.list(LIBRARIES.resolve(needs))) {
                jars.map(Path::toString)
                        .filter(jar -> !jar.endsWith("-tests.jar") && !jar.contains(suite))
                        .sorted()
                        .forEach(entries::add);
            }
        }
        return woven
                + String.join(File.pathSeparator, entries)
                + File.pathSeparator
                + System.getProperty("java.class.path");
    }
}
