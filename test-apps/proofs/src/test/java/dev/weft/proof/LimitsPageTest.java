// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/weaving-limits.md that says by which test each known way to fail is held off: every item is there, every test
 * it names exists, and the file of that test names the item. The contents of the page name its sections.
 */
class LimitsPageTest {
    private static final int ITEMS = 44;
    private static final Path ROOT = Path.of("../..");
    private static final Path PAGE = ROOT.resolve("docs/weaving-limits.md");
    private static final Pattern ROW = Pattern.compile("\\| (F\\d+) \\| (.+) \\| (.+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern CONTENT = Pattern.compile("- \\[(.+)]\\(#[-a-z]+\\): ");
    private static final String DOES_NOT_APPLY = "Does not apply: ";

    @Test
    void everyItemIsInTheTableOnce() throws IOException {
        List<String> all =
                IntStream.rangeClosed(1, ITEMS).mapToObj(item -> "F" + item).toList();
        assertEquals(all, rows().stream().map(Row::item).toList());
    }

    @Test
    void everyItemHasATestOrAReason() throws IOException {
        for (Row row : rows()) {
            assertTrue(
                    row.heldOffBy().startsWith(DOES_NOT_APPLY) || !row.tests().isEmpty(), row.item() + " has neither");
        }
    }

    @Test
    void everyNamedTestExists() throws IOException {
        Map<String, String> sources = sources();
        for (Row row : rows()) {
            for (Named test : row.tests()) {
                String source = sources.get(test.type());
                assertTrue(source != null && declares(source, test.method()), row.item() + ": no " + test);
            }
        }
    }

    @Test
    void everyNamedTestNamesItsItem() throws IOException {
        Map<String, String> sources = sources();
        for (Row row : rows()) {
            for (Named test : row.tests()) {
                String source = sources.getOrDefault(test.type(), "");
                assertTrue(
                        Pattern.compile("\\b" + row.item() + "\\b")
                                .matcher(source)
                                .find(),
                        test.type() + " does not name " + row.item());
            }
        }
    }

    @Test
    void contentsNameTheSectionsInTheirOrder() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> sections =
                lines.stream().filter(line -> line.startsWith("## ")).toList();
        List<String> contents = lines.stream()
                .map(CONTENT::matcher)
                .filter(Matcher::lookingAt)
                .map(content -> "## " + content.group(1))
                .toList();
        assertEquals(sections, contents);
    }

    /** A row of the table. */
    private record Row(String item, String heldOffBy) {
        List<Named> tests() {
            List<Named> tests = new ArrayList<>();
            Matcher matcher = TEST.matcher(heldOffBy);
            while (matcher.find()) {
                tests.add(new Named(matcher.group(1), matcher.group(2)));
            }
            return tests;
        }
    }

    /** A test or a shape. */
    private record Named(String type, String method) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Row(matcher.group(1), matcher.group(3)))
                .toList();
        assertFalse(rows.isEmpty(), PAGE + " has no table");
        return rows;
    }

    /** Shapes are run by ShapesTest; all else has to be annotated, as only such methods are run. */
    private static boolean declares(String source, String method) {
        String annotated = "@(Test|ParameterizedTest|TestFactory)\\b(?:(?!@Test|;).)*?\\s" + method + "\\(";
        String shape = "public static [^;(]*?\\s" + method + "\\(Trail \\w+\\)";
        return Pattern.compile(annotated, Pattern.DOTALL).matcher(source).find()
                || Pattern.compile(shape).matcher(source).find();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(LimitsPageTest::isTestSource).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    private static boolean isTestSource(Path file) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        return path.endsWith(".java")
                && (path.contains("src/test/java/") || path.startsWith("test-apps/targets/src/main/"));
    }
}
