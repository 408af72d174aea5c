// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Counts;
import dev.weft.support.Scale;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final List<String> ALL =
            List.of("commons-codec-1.22.1", "commons-lang3-3.20.0", "commons-text-1.15.0");
    private static final List<String> SUITES = ALL.subList(0, Scale.of(1, 1, ALL.size()));
    /** In a full run those packages of the first suite that take seconds and not minutes, which have most of its tests. */
    private static final String CLASSES = Scale.isExhaustive()
            ? ".*Test"
            : Scale.isFull() ? ".*\\.codec\\.(language|net)\\.[A-Z]\\w*Test" : ".*\\.codec\\.net\\..*Test";

    /** Whose twins may be generators: one that emits is run to its end by an operator, which takes minutes with the largest suite. */
    private static final List<String> EMITTING = List.of("commons-codec-1.22.1", "commons-text-1.15.0");

    private static final double PROBABILITY = 0.02;

    /**
     * A test that cannot end in the same way.
     *
     * @param suite the suite
     * @param test its id from the class on
     * @param why why that is no fault of the weaver
     */
    private record Explained(String suite, String test, String why) {
        boolean matches(String inSuite, String difference) {
            return inSuite.equals(suite) && difference.contains("/" + test + ": ");
        }
    }

    private static final List<Explained> EXPLAINED = List.of(new Explained(
            "commons-lang3-3.20.0",
            "[class:org.apache.commons.lang3.StringUtilsTest]/[method:testStringUtilsCharSequenceContract()]",
            "looks at the parameters of all public methods of the class, and twins are public"));

    @TempDir
    Path folder;

    @Test
    void suitesEndAsTheyDoUnwoven() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        List<Explained> explained = new ArrayList<>();
        for (String suite : SUITES) {
            String wovenJar = wovenJar(suite);
            CompletableFuture<SuiteResult> unwovenRun = CompletableFuture.supplyAsync(() -> run(suite, "", 0));
            SuiteResult woven = run(suite, wovenJar, PROBABILITY);
            SuiteResult unwoven = unwovenRun.get();
            List<String> found = woven.differencesFrom(unwoven);
            List<Explained> here = explanations(suite, found);
            found.removeIf(difference -> here.stream().anyMatch(each -> each.matches(suite, difference)));
            explained.addAll(here);
            assertTrue(woven.suspensions() > unwoven.outcomes().size(), "suspends");
            rows.add(Stream.of(
                            suite,
                            woven.outcomes().size(),
                            woven.count("SUCCESSFUL"),
                            unwoven.count("FAILED"),
                            here.size(),
                            found.size())
                    .map(String::valueOf)
                    .toList());
            System.out.println(suite + ": " + woven.suspensions() + " suspensions");
            differences.addAll(found);
        }
        assertEquals(
                EXPLAINED.stream().filter(each -> SUITES.contains(each.suite())).toList(),
                explained,
                "explanations that are needed");
        Counts.publishAll(
                "suites",
                List.of("suite", "tests", "passed woven", "failed unwoven", "explained", "differences"),
                rows);
        Counts.publishAll(
                "suites-explained",
                List.of("suite", "test", "why it ends otherwise"),
                explained.stream()
                        .map(each -> List.of(each.suite(), "`" + each.test() + "`", each.why()))
                        .toList());
        assertEquals("", String.join("\n", differences));
    }

    private static SuiteResult run(String suite, String woven, double probability) {
        try {
            return SuiteResult.run(classPath(suite, woven), tests(suite), CLASSES, probability);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(suite + " was not run", e);
        }
    }

    /** Those that some difference needs. */
    private static List<Explained> explanations(String suite, List<String> differences) {
        return EXPLAINED.stream()
                .filter(each -> differences.stream().anyMatch(difference -> each.matches(suite, difference)))
                .toList();
    }

    private String wovenJar(String suite) throws IOException {
        Library library = Library.ofJar(LIBRARIES.resolve("suites").resolve(suite + ".jar"));
        WovenLibrary woven = LibraryWeaver.replaceMethods(library.classFiles(), EMITTING.contains(suite));
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
