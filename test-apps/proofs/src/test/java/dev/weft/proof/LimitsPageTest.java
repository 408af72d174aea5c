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
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/weaving-limits.md that says by which test each known way to fail is held off: every item is there, every test
 * it names exists, and the file of that test names the item, in its own words. The contents of the page name its sections.
 */
class LimitsPageTest {
    private static final int ITEMS = 44;
    private static final Path ROOT = Path.of("../..");
    private static final Path PAGE = ROOT.resolve("docs/weaving-limits.md");
    private static final String SECTION = "## How weavers fail, and what holds it off";
    private static final Pattern ROW = Pattern.compile("\\| (?!what fails)([^|]+) \\| (.+) \\|");

    /** Stands in the Javadoc of a test, with the items in the words of the table. */
    private static final Pattern HOLDS_OFF = Pattern.compile("Holds off \\(docs/weaving-limits\\.md\\): ([^.]+)\\.");

    private static final Pattern NEXT_LINE_OF_JAVADOC = Pattern.compile("\\R *\\* ");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern CONTENT = Pattern.compile("- \\[(.+)]\\(#[-a-z]+\\): ");
    private static final String DOES_NOT_APPLY = "Does not apply: ";

    @Test
    void everyItemIsInTheTableOnce() throws IOException {
        List<String> items = rows().stream().map(Row::item).toList();
        assertEquals(ITEMS, items.size(), items::toString);
        assertEquals(ITEMS, Set.copyOf(items).size(), items::toString);
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
                assertTrue(itemsIn(source).contains(row.item()), test.type() + " does not name " + row.item());
            }
        }
    }

    @Test
    void everyItemThatATestNamesIsInTheTable() throws IOException {
        List<String> items = rows().stream().map(Row::item).toList();
        sources()
                .forEach((type, source) ->
                        itemsIn(source).forEach(item -> assertTrue(items.contains(item), type + " names " + item)));
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
                .dropWhile(line -> !line.equals(SECTION))
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Row(matcher.group(1), matcher.group(2)))
                .toList();
        assertFalse(rows.isEmpty(), PAGE + " has no table");
        return rows;
    }

    private static List<String> itemsIn(String source) {
        String text = NEXT_LINE_OF_JAVADOC.matcher(source).replaceAll(" ");
        return HOLDS_OFF
                .matcher(text)
                .results()
                .flatMap(items -> Stream.of(items.group(1).split("; ", -1)))
                .toList();
    }

    /** Shapes are run by ShapesTest; all else has to be annotated, as only such methods are run. */
    private static boolean declares(String source, String method) {
        String annotated = "@(Test|AsyncTest|OnEverySchedule|ParameterizedTest|TestFactory)\\b(?:(?!@Test|;).)*?\\s"
                + method + "\\(";
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
