// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import dev.weft.support.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The tables of {@code docs/testing-primitives.md}. A test compares its row with the page; with {@code -Dweft.explorer=write} it writes the
 * row there in place of comparing.
 */
final class TablesPage {
    private static final String PAGE = "docs/testing-primitives.md";

    private TablesPage() {}

    /** Whether each number is counted again, and not only the small ones. */
    static boolean isFull() {
        return isWritten() || System.getProperty("weft.explorer", "").equals("full");
    }

    static boolean isWritten() {
        return System.getProperty("weft.explorer", "").equals("write");
    }

    /** The cells of the row that begins with a title; empty if there is none. */
    static Optional<List<String>> row(String title) {
        return Document.at(PAGE)
                .text()
                .lines()
                .filter(line -> line.startsWith("| " + title + " |"))
                .findFirst()
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")));
    }

    /** Puts a row in the place of the one with the same title. */
    static void write(List<String> cells) throws IOException {
        Path page = Document.ROOT.resolve(PAGE);
        String text = Files.readString(page);
        String row = "| " + String.join(" | ", cells) + " |";
        String replaced = text.lines()
                .map(line -> line.startsWith("| " + cells.get(0) + " |") ? row : line)
                .reduce("", (before, line) -> before + line + "\n");
        Files.writeString(page, replaced);
    }
}
