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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links of all documents to files of this repository, the classes that the architecture names, and the two folders that have an index. */
class DocumentLinksTest {
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(\\.\\w+)?`");

    private static final Pattern JAVADOC_LINK = Pattern.compile("\\{@link (dev\\.weft[\\w.]*)");
    private static final List<String> MODULES = List.of(
            "runtime",
            "agent",
            "compiler-plugin",
            "maven-plugin",
            "extensions/cluster",
            "extensions/http",
            "extensions/junit",
            "extensions/mdc",
            "extensions/micrometer",
            "extensions/micrometer-context",
            "extensions/opentelemetry-context");

    static Stream<String> documents() throws IOException {
        List<Path> folders = List.of(
                Path.of("docs"),
                Path.of("test-apps/benchmarks"),
                Path.of("test-apps/network-benchmarks"),
                Path.of("test-apps/http-benchmarks"));
        List<String> paths = new ArrayList<>();
        try (Stream<Path> root = Files.list(Document.ROOT)) {
            root.forEach(file -> paths.add(file.getFileName().toString()));
        }
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
                files.forEach(file ->
                        paths.add(Document.ROOT.relativize(file).toString().replace('\\', '/')));
            }
        }
        return paths.stream().filter(path -> path.endsWith(".md")).sorted();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFileAndAHeading(String path) {
        Document document = Document.at(path);
        List<String> dead = document.links().stream()
                .filter(link -> !link.contains("://"))
                .filter(link -> !leadsSomewhere(document, link))
                .toList();
        assertEquals(List.of(), dead, "dead links of " + path);
    }

    private static boolean leadsSomewhere(Document from, String link) {
        String file = link.replaceAll("#.*", "");
        String anchor = link.replaceAll("^[^#]*#?", "");
        Path target = file.isEmpty()
                ? Path.of(from.path())
                : Path.of(from.path()).resolveSibling(file).normalize();
        if (!Files.exists(Document.ROOT.resolve(target))) {
            return false;
        }
        return anchor.isEmpty()
                || Document.at(target.toString().replace('\\', '/')).anchors().contains(anchor);
    }

    /** Those in backquotes, with or without a member. */
    @Test
    void everyClassThatTheArchitectureNamesIsThere() throws IOException {
        Set<String> named = CLASS.matcher(Document.at("docs/architecture.md").text())
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.size() >= 10, named.toString());
        named.removeAll(mainClasses());
        assertEquals(Set.of(), named);
    }

    /** Javadoc finds them too, where somebody makes the API reference. */
    @Test
    void everyLinkOfTheOverviewNamesAPackageOrAClass() throws IOException {
        String overview = Files.readString(Document.ROOT.resolve("docs/overview.html"));
        List<String> named = JAVADOC_LINK
                .matcher(overview)
                .results()
                .map(link -> link.group(1).replace('.', '/'))
                .toList();
        assertTrue(named.size() >= 10, named.toString());
        assertEquals(
                List.of(), named.stream().filter(name -> !isInMainCode(name)).toList());
    }

    /** "mvn -Pdocs" has a list of its own. */
    @Test
    void theApiReferenceAndTheReadmeHaveEachExtension() throws IOException {
        String build = Files.readString(Document.ROOT.resolve("pom.xml"));
        List<String> linked = Document.at("README.md").links();
        try (Stream<Path> modules = Files.list(Document.ROOT.resolve("extensions"))) {
            List<String> extensions = modules.filter(module -> Files.exists(module.resolve("src/main/java")))
                    .map(module -> "extensions/" + module.getFileName())
                    .toList();
            assertEquals(
                    List.of(),
                    extensions.stream()
                            .filter(each -> !MODULES.contains(each)
                                    || !build.contains(each + "/src/main/java")
                                    || !linked.contains(each))
                            .toList());
        }
    }

    private static boolean isInMainCode(String name) {
        return MODULES.stream()
                .map(module -> Document.ROOT.resolve(module).resolve("src/main/java"))
                .anyMatch(folder -> Files.exists(folder.resolve(name + ".java"))
                        || Files.exists(folder.resolve(name).resolve("package-info.java")));
    }

    private static Set<String> mainClasses() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(module).resolve("src/main/java"))) {
                files.forEach(file -> names.add(file.getFileName().toString().replace(".java", "")));
            }
        }
        return names;
    }

    @Test
    void theIndexOfDecisionsLinksEachOnce() {
        assertIndexLinksEachOnce("docs/decisions", 17);
    }

    @Test
    void theIndexOfTheGuideLinksEachPageOnce() {
        assertIndexLinksEachOnce("docs/guide", 8);
    }

    private static void assertIndexLinksEachOnce(String folder, int least) {
        List<String> files = Document.in(folder).stream()
                .map(document -> document.path().replaceAll(".*/", ""))
                .filter(name -> !name.equals("README.md"))
                .toList();
        assertTrue(files.size() >= least, files.toString());
        List<String> linked = Document.at(folder + "/README.md").links().stream()
                .filter(link -> !link.contains("/"))
                .sorted()
                .toList();
        assertEquals(files, linked);
    }
}
