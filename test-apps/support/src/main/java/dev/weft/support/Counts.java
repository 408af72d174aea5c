// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The table in which a proof says what it did. It stands in {@code docs/weaving-limits.md} between {@code <!-- counts: NAME -->}
 * and {@code <!-- end of counts -->}. A full run compares it, or an exhaustive one if only that leaves nothing out, or writes it when it is run with {@code -Dweft.updateCounts=true}.
 *
 * <p>What depends on the JDK's build, and not on this project alone, belongs into a row whose first cell names the JDK, as in
 * {@code JDK 17}. The table then says which builds these were. On another build the figures of such a row may differ, and where there
 * is no such JDK it may be missing.
 */
public final class Counts {
    private static final String END = "<!-- end of counts -->";

    private Counts() {}

    /**
     * Leaves the table of a proof in {@code target/counts}, and holds the page to it if this is a full run.
     *
     * @param name the name of the proof in the page
     * @param columns the heads of the columns; one named {@code failed} or {@code differences} has to be 0 in the page
     * @param rows the cells
     */
    public static void publish(String name, List<String> columns, List<List<String>> rows) throws IOException {
        publish(name, columns, rows, Scale.isFull());
    }

    /** As {@link #publish}, for a proof that leaves something out in a full run: only an exhaustive one is held to the page. */
    public static void publishAll(String name, List<String> columns, List<List<String>> rows) throws IOException {
        publish(name, columns, rows, Scale.isExhaustive());
    }

    private static void publish(String name, List<String> columns, List<List<String>> rows, boolean held)
            throws IOException {
        CountTable table = CountTable.of(columns, rows, Jdks.builds());
        Path folder = Files.createDirectories(Path.of(System.getProperty("weft.countsFolder")));
        Files.writeString(folder.resolve(name + ".md"), table + "\n");
        System.out.println(name + ":\n" + table);
        if (held) {
            Path page = Path.of(System.getProperty("weft.limitsPage"));
            // Proofs run side by side in several JVMs, and with an update each writes the page.
            try (FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE)) {
                var unused = lock.lock();
                holdPageTo(page, name, table, Boolean.getBoolean("weft.updateCounts"));
            }
        }
    }

    static void holdPageTo(Path page, String name, CountTable table, boolean update) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- counts: " + name + " -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(END, from);
        assertTrue(from >= begin.length() && to > 0, () -> page + " has no place for the counts of " + name);
        CountTable inPage = CountTable.parse(text.substring(from, to));
        if (update) {
            String written = table.withJdksOf(inPage) + "\n";
            Files.writeString(page, text.substring(0, from) + written + text.substring(to));
        } else {
            String what = "counts of " + name + " in " + page;
            assertEquals(List.of(), inPage.failures(), what);
            String remedy = what + "; -Dweft.updateCounts=true writes those of this run";
            assertEquals(inPage.comparableWith(table), table.comparableWith(inPage), remedy);
        }
    }
}
