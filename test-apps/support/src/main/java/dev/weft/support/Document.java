// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Markdown file of this repository.
 *
 * @param path where it is, from the root of the repository
 * @param text all of it
 */
public record Document(String path, String text) {
    /** The root of the repository, from the folder of a module below {@code test-apps}. */
    public static final Path ROOT = Path.of("..", "..");

    private static final Pattern BLOCK = Pattern.compile(
            "^(?:<!-- (?<origin>[^\\n]*) -->\\n)?```(?<language>\\w*)\\n(?<text>.*?)^```$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");

    /**
     * A fenced block.
     *
     * @param language the word behind the fence; empty if there is none
     * @param origin what the comment in the line above says; empty if there is none
     * @param text what stands between the fences
     */
    public record Block(String language, String origin, String text) {}

    /** Reads a file. */
    public static Document at(String path) {
        try {
            return new Document(path, Files.readString(ROOT.resolve(path)).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Markdown files right in a folder. */
    public static List<Document> in(String folder) {
        return list(folder).stream()
                .filter(name -> name.endsWith(".md"))
                .map(name -> at(folder + "/" + name))
                .toList();
    }

    private static List<String> list(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents whose code is compiled and whose output is printed: the README, the guide, and the walk through programs that hang. */
    public static List<Document> checked() {
        List<Document> documents = new ArrayList<>();
        for (String page :
                List.of("README.md", "docs/debugging.md", "docs/debugging/lost.md", "docs/debugging/stalls.md")) {
            documents.add(at(page));
        }
        documents.addAll(in("docs/guide"));
        return documents;
    }

    /** Its fenced blocks, in order. */
    public List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Block(block.group(2), block.group(1) == null ? "" : block.group(1), block.group(3)))
                .toList();
    }

    /** Where its links lead to, in order. */
    public List<String> links() {
        return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
    }

    /** The names under which its headings are linked. */
    public List<String> anchors() {
        return HEADING.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(Document::anchor)
                .toList();
    }

    private static String anchor(MatchResult heading) {
        String words = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("\\]\\([^)]*\\)", "");
        return words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    private String prose() {
        return CODE.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("`code`");
    }

    /** A text without the indentation that all its lines share. */
    public static String outdented(String text) {
        return text.stripTrailing().stripIndent();
    }

    /** The regions of a source file, by name, {@link #outdented}. */
    public static Map<String, String> regions(Path source) {
        Pattern region =
                Pattern.compile("^ *// region (\\S+)\\n(.*?)^ *// endregion$", Pattern.MULTILINE | Pattern.DOTALL);
        try {
            Matcher regions = region.matcher(Files.readString(source).replace("\r\n", "\n"));
            return regions.results().collect(Collectors.toMap(each -> each.group(1), each -> outdented(each.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
