// SPDX-License-Identifier: Apache-2.0
package dev.weft.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The catalogue of the cases of other suites: each test that it names is there and says in its comment where it comes from, each test that says so
 * is in it, and there are as many cases as are promised.
 */
class SemanticsTest {
    private static final String PAGE = "docs/semantics.md";
    private static final List<String> TESTS =
            List.of("test-apps/targets/src/test/java/com/example/semantics", "runtime/src/test/java/dev/weft/sync");

    /** A test, with its comment, if it has one, before its annotations. */
    private static final Pattern TEST = Pattern.compile(
            "(/\\*\\*(?:(?!\\*/).)*\\*/)?\\s*((?:@\\w+(?:\\((?:[^()\"]|\"[^\"]*\")*\\))?\\s*(?://[^\\n]*\\n\\s*)?)+)(?:public )?void (\\w+)\\(",
            Pattern.DOTALL);

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test\\.\\w+)`");

    /** What a comment says of an origin: the suite, and after a colon the case. */
    private static final Pattern ORIGIN =
            Pattern.compile("\\b(asyncio|trio|kotlinx|Kotlin|netcan|Hackerl|cppcoro|tokio)\\b(?: test_\\w+)?[^.:]*:");

    /** A line of a table. Its cases are separated by semicolons. */
    private record Row(String source, String cases, String proof) {
        /** The tests, if the behaviour is proved; then they come first. */
        List<String> tests() {
            return proof.startsWith("`")
                    ? NAMED.matcher(proof).results().map(name -> name.group(1)).toList()
                    : List.of();
        }

        int size() {
            return tests().isEmpty() ? 0 : cases.split(";").length;
        }

        /** What the comment of a test has to name: the project, and of a suite of Python the suite. */
        String origin() {
            Matcher suite = Pattern.compile("(asyncio|trio) test_\\w+|[^\\s,]+").matcher(source);
            assertTrue(suite.find(), source);
            return suite.group();
        }
    }

    private static List<Row> rows() {
        return Document.at(PAGE)
                .text()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| source |"))
                .map(line -> line.split(" \\| ", 3))
                .map(cells -> new Row(cells[0].substring(2), cells[1], cells[2].replaceAll(" \\|$", "")))
                .toList();
    }

    /** The comment of each test, by class and method. */
    private static Map<String, String> comments() throws IOException {
        Map<String, String> comments = new TreeMap<>();
        for (String folder : TESTS) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    read(file, comments);
                }
            }
        }
        return comments;
    }

    private static void read(Path file, Map<String, String> comments) throws IOException {
        String type = file.getFileName().toString().replace(".java", "");
        Matcher test = TEST.matcher(Files.readString(file));
        while (test.find()) {
            if (test.group(2).contains("Test")) {
                String comment = test.group(1) == null ? "" : test.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
                comments.put(type + '.' + test.group(3), comment);
            }
        }
    }

    @Test
    void eachTestThatIsNamedIsThereAndSaysWhereItComesFrom() throws IOException {
        Map<String, String> comments = comments();
        Set<String> wrong = new TreeSet<>();
        for (Row row : rows()) {
            for (String test : row.tests()) {
                String comment = comments.get(test);
                if (comment == null) {
                    wrong.add(test + " is not there");
                } else if (!comment.contains(row.origin())) {
                    wrong.add(test + " does not say in its comment that it comes from " + row.origin() + ": "
                            + row.cases());
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void eachTestThatSaysWhereItComesFromIsNamed() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Row row : rows()) {
            row.tests().forEach(test -> named.add(test + " from " + row.origin().split(" ")[0]));
        }
        Set<String> missing = new TreeSet<>();
        comments()
                .forEach((test, comment) -> ORIGIN.matcher(comment)
                        .results()
                        .map(origin -> test + " from " + origin.group(1))
                        .filter(each -> !named.contains(each))
                        .forEach(missing::add));
        assertEquals(Set.of(), missing, "not in " + PAGE);
    }

    @Test
    void asManyCasesAreProvedAsArePromised() {
        assertAtLeast(
                185,
                "asyncio test_locks|asyncio test_queues|asyncio test_taskgroups|asyncio test_timeouts|asyncio test_waitfor");
        assertAtLeast(95, "asyncio test_tasks");
        assertAtLeast(
                60, "kotlinx .*Channel.*|kotlinx BasicOperationsTest|kotlinx .*Select.*|kotlinx ProduceConsumeTest");
        assertAtLeast(35, "asyncio test_asyncgen|Kotlin SequenceBuilderTest");
        assertAtLeast(40, "trio .*");
        assertAtLeast(20, "netcan");
        assertAtLeast(20, "Hackerl.*");
        assertAtLeast(12, "cppcoro.*");
    }

    private static void assertAtLeast(int promised, String sources) {
        Pattern pattern = Pattern.compile("(" + sources + ")(,.*)?");
        int proved = rows().stream()
                .filter(row -> pattern.matcher(row.source()).matches())
                .mapToInt(Row::size)
                .sum();
        assertTrue(proved >= promised, sources + ": " + proved + " of " + promised);
    }
}
