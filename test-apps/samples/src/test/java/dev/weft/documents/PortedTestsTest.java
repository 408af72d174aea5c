// SPDX-License-Identifier: Apache-2.0
package dev.weft.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of ported tests: each test of ours that it names is there, it names each case once, and its counts are those of its rows. */
class PortedTestsTest {
    private static final String PAGE = Document.at("docs/ported-io-tests.md").text();
    private static final List<String> TESTS =
            List.of("runtime/src/test/java", "test-apps/end-to-end/src/test/java", "test-apps/samples/src/test/java");

    private static final Pattern SUITE =
            Pattern.compile("^## (\\w+: .*?)$(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern COUNTS = Pattern.compile("^\\| \\[.*\\]\\(#.*\\) \\|.*$", Pattern.MULTILINE);

    /** Original cases, and what is said of them. */
    private record Row(List<String> cases, String here) {
        boolean applies() {
            return !here.startsWith("Does not apply: ");
        }

        boolean differs() {
            return here.startsWith("Differs: ");
        }
    }

    private record Suite(String name, List<Row> rows) {
        private long count(Predicate<Row> which) {
            return rows.stream()
                    .filter(which)
                    .mapToLong(row -> row.cases().size())
                    .sum();
        }

        /** Its row of the counts. */
        String counts() {
            String anchor = name.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            return "| [" + name + "](#" + anchor + ") | " + count(row -> true) + " | " + count(Row::applies) + " | "
                    + count(Row::differs) + " | " + count(row -> !row.applies()) + " |";
        }
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(name -> name.group(1)).toList();
    }

    private static List<Suite> suites() {
        return SUITE.matcher(PAGE)
                .results()
                .map(suite -> new Suite(
                        suite.group(1),
                        ROW.matcher(suite.group(2))
                                .results()
                                .map(row -> new Row(quoted(row.group(1)), row.group(2)))
                                .toList()))
                .toList();
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Suite suite : suites()) {
            for (Row row : suite.rows()) {
                if (row.applies()) {
                    missing.addAll(missingOf(row));
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<String> missingOf(Row row) throws IOException {
        List<String> named = quoted(row.here());
        List<String> missing = new ArrayList<>();
        if (named.isEmpty()) {
            missing.add("a test for " + row.cases());
        }
        for (String test : named) {
            if (!isThere(test)) {
                missing.add(test);
            }
        }
        return missing;
    }

    private static boolean isThere(String test) throws IOException {
        String[] parts = test.split("\\.");
        for (String folder : TESTS) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
                for (Path file :
                        files.filter(path -> path.endsWith(parts[0] + ".java")).toList()) {
                    if (Files.readString(file).contains("void " + parts[1] + "(")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void everyCaseIsNamedOnce() {
        assertTrue(suites().size() >= 10, PAGE);
        for (Suite suite : suites()) {
            List<String> cases =
                    suite.rows().stream().flatMap(row -> row.cases().stream()).toList();
            assertEquals(cases.stream().distinct().toList(), cases, suite.name());
        }
    }

    @Test
    void theCountsAreThoseOfTheRows() {
        assertEquals(
                suites().stream().map(Suite::counts).toList(),
                COUNTS.matcher(PAGE).results().map(counts -> counts.group()).toList());
    }
}
