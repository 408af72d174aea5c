// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table in which a proof says what it did. It stands in {@code docs/weaving-limits.md} between {@code <!-- counts: NAME -->}
 * and {@code <!-- end of counts -->}. A full run compares it, or writes it when it is run with {@code -Dweft.updateCounts=true}.
 *
 * <p>What depends on the JDK's build, and not on this project, belongs into a row whose first cell names the JDK: such rows are
 * written but not compared.
 */
public final class Counts {
    private static final String END = "<!-- end of counts -->";

    private Counts() {}

    /**
     * Leaves the table of a proof in {@code target/counts}, and holds the page to it if this is a full run.
     *
     * @param name the name of the proof in the page
     * @param columns the heads of the columns
     * @param rows the cells
     */
    public static void publish(String name, List<String> columns, List<List<String>> rows) throws IOException {
        String table = line(columns) + "\n" + "|---".repeat(columns.size()) + "|\n"
                + rows.stream().map(Counts::line).collect(Collectors.joining("\n"));
        Path folder = Files.createDirectories(Path.of(System.getProperty("weft.countsFolder")));
        Files.writeString(folder.resolve(name + ".md"), table + "\n");
        System.out.println(name + ":\n" + table);
        if (Scale.isFull()) {
            holdPageTo(name, table);
        }
    }

    private static void holdPageTo(String name, String table) throws IOException {
        Path page = Path.of(System.getProperty("weft.limitsPage"));
        String text = Files.readString(page);
        String begin = "<!-- counts: " + name + " -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(END, from);
        assertTrue(from >= begin.length() && to > 0, () -> page + " has no place for the counts of " + name);
        if (Boolean.getBoolean("weft.updateCounts")) {
            Files.writeString(page, text.substring(0, from) + table + "\n" + text.substring(to));
        } else {
            String message =
                    "counts of " + name + " in " + page + "; -Dweft.updateCounts=true writes those of this run";
            assertEquals(comparable(text.substring(from, to)), comparable(table), message);
        }
    }

    private static String comparable(String table) {
        return table.strip()
                .lines()
                .filter(line -> !line.split("\\|", 3)[1].contains("JDK"))
                .collect(Collectors.joining("\n"));
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
