// SPDX-License-Identifier: Apache-2.0
package dev.weft.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Document;
import dev.weft.support.Document.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code that the README and the guide show is that of programs which are compiled; what these print, the end-to-end tests compare. */
class SnippetsTest {
    private static final String SAMPLES = "test-apps/samples/src/main/java/com/example";
    private static final String HTTP_SAMPLES = "test-apps/http-samples/src/main/java/com/example";
    private static final String CLUSTER_SAMPLES = "test-apps/cluster-samples/src/main/java/com/example";
    private static final List<String> SOURCES = List.of(
            SAMPLES,
            SAMPLES + "/redis",
            SAMPLES + "/chat",
            SAMPLES + "/zoo",
            "test-apps/samples/src/test/java/com/example",
            "test-apps/samples/src/test/java/com/example/chat",
            "test-apps/samples/src/test/java/com/example/gateway",
            "test-apps/samples/src/mistakes/java/com/example",
            HTTP_SAMPLES,
            "test-apps/http-samples/src/test/java/com/example",
            CLUSTER_SAMPLES,
            "test-apps/cluster-samples/src/test/java/com/example",
            SAMPLES + "/gateway",
            "extensions/micrometer/src/test/java/dev/weft/micrometer",
            "test-apps/foreign-loops/src/main/java/com/example/loops",
            "test-apps/samples/src/failing/java/com/example",
            "quickstart/src/main/java/com/example",
            "quickstart/src/test/java/com/example");

    /** What may stand in a block: compared here or where it is printed, a command, or another language. */
    private static final Set<String> LANGUAGES = Set.of("java", "text", "xml", "sh", "python", "kotlin");

    private static final Pattern RUN = Pattern.compile("test-apps/(?:http-|cluster-)?samples/run (\\w+)");

    @Test
    void everyBlockOfJavaIsARegionOfACompiledSource() throws IOException {
        Set<String> regions = Set.copyOf(regions().values());
        assertEquals(Map.of(), blocks("java", block -> !regions.contains(Document.outdented(block.text()))));
    }

    /** A region that nobody shows was forgotten when its page changed. */
    @Test
    void everyRegionIsShown() throws IOException {
        Set<String> shown = new TreeSet<>();
        Document.checked()
                .forEach(document -> document.blocks().stream()
                        .filter(block -> block.language().equals("java"))
                        .forEach(block -> shown.add(Document.outdented(block.text()))));
        Map<String, String> regions = regions();
        regions.values().removeAll(shown);
        assertEquals(Set.of(), regions.keySet());
    }

    @Test
    void everyBlockOfXmlIsAPartOfTheQuickStartOrPutIntoItByATest() throws IOException {
        String pom = Files.readString(Document.ROOT.resolve("quickstart/pom.xml"));
        assertEquals(
                Map.of(),
                blocks(
                        "xml",
                        block -> !pom.contains(block.text()) && !block.origin().equals("built by MavenIT")));
    }

    @Test
    void everyOutputSaysWhatPrintsIt() {
        assertEquals(Map.of(), blocks("text", block -> block.origin().isEmpty()));
    }

    @Test
    void everyBlockSaysWhatItIs() {
        Document.checked()
                .forEach(document -> document.blocks()
                        .forEach(block ->
                                assertTrue(LANGUAGES.contains(block.language()), document.path() + ": " + block)));
    }

    @Test
    void everySampleIsNamedAndEveryCommandNamesASample() throws IOException {
        Set<String> samples = new TreeSet<>(programs(SAMPLES));
        samples.addAll(programs(HTTP_SAMPLES));
        samples.addAll(programs(CLUSTER_SAMPLES));
        Set<String> named = new TreeSet<>();
        Document.checked()
                .forEach(document -> RUN.matcher(document.text()).results().forEach(run -> named.add(run.group(1))));
        named.remove("NAME");
        assertEquals(samples, named);
    }

    private static Set<String> programs(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Document.ROOT.resolve(folder))) {
            return files.filter(SnippetsTest::isProgram)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isProgram(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains(" void main(");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The regions of all sources, by file and name. */
    private static Map<String, String> regions() throws IOException {
        Map<String, String> regions = new TreeMap<>();
        for (String folder : SOURCES) {
            try (Stream<Path> files = Files.list(Document.ROOT.resolve(folder))) {
                files.filter(Files::isRegularFile)
                        .forEach(file -> Document.regions(file)
                                .forEach((name, text) -> regions.put(file.getFileName() + ", " + name, text)));
            }
        }
        return regions;
    }

    /** The blocks of a language that are wrong, by document. */
    private static Map<String, List<String>> blocks(String language, Predicate<Block> wrong) {
        Map<String, List<String>> found = new TreeMap<>();
        for (Document document : Document.checked()) {
            List<String> texts = document.blocks().stream()
                    .filter(block -> block.language().equals(language))
                    .filter(wrong)
                    .map(Block::text)
                    .toList();
            if (!texts.isEmpty()) {
                found.put(document.path(), texts);
            }
        }
        return found;
    }
}
