// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a suite left.
 *
 * @param outcomes by the unique id of a test
 * @param failures what the tests that failed threw
 * @param suspensions how often a point has suspended
 */
record SuiteResult(Map<String, String> outcomes, Map<String, String> failures, long suspensions) {
    /** The tests of these libraries look into the JDK. */
    private static final List<String> OPENED =
            List.of("java.lang", "java.lang.invoke", "java.util", "java.time", "java.time.chrono");

    /**
     * Runs a suite in a JVM of its own, that verifies everything.
     *
     * @param classPath what the tests need, and JUnit
     * @param tests the jar of the tests
     * @param classes a pattern of the names of the test classes to run
     * @param probability how often a point suspends
     * @return what it left
     */
    static SuiteResult run(String classPath, Path tests, String classes, double probability)
            throws IOException, InterruptedException {
        Path results = Files.createTempFile("weft", ".results");
        try {
            List<String> arguments = new ArrayList<>(Jvm.BRIEF);
            arguments.addAll(List.of("-Xverify:all", "-Xss4m"));
            OPENED.forEach(opened -> arguments.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
            arguments.add("-Dweft.points.probability=" + probability);
            arguments.addAll(List.of("-cp", classPath, SuiteRun.class.getName()));
            arguments.addAll(List.of(tests.toString(), results.toString(), classes));
            Subprocess.Result result = Jvm.run(Jdks.current(), arguments);
            assertEquals(0, result.exitCode(), result::output);
            return of(Files.readAllLines(results));
        } finally {
            Files.delete(results);
        }
    }

    private static SuiteResult of(List<String> lines) {
        Map<String, String> outcomes = new TreeMap<>();
        Map<String, String> failures = new TreeMap<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] cells = line.split("\t", 3);
            outcomes.put(cells[0], cells[1]);
            if (!cells[2].isEmpty()) {
                failures.put(cells[0], cells[2]);
            }
        }
        return new SuiteResult(outcomes, failures, Long.parseLong(lines.get(lines.size() - 1)));
    }

    long count(String outcome) {
        return outcomes.values().stream().filter(outcome::equals).count();
    }

    /** The tests that end otherwise here than in another run. */
    List<String> differencesFrom(SuiteResult other) {
        TreeSet<String> tests = new TreeSet<>(outcomes.keySet());
        tests.addAll(other.outcomes.keySet());
        List<String> differences = new ArrayList<>();
        for (String test : tests) {
            @Nullable String before = other.outcomes.get(test);
            @Nullable String after = outcomes.get(test);
            if (before == null || !before.equals(after)) {
                differences.add(test + ": " + before + " unwoven, " + after + " woven " + failures.get(test));
            }
        }
        return differences;
    }
}
