// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Writes a dump as a table for people: a line for each task, or for all that are alike. */
final class TableWriter {
    private static final List<String> TITLES =
            List.of("ID", "NAME", "COUNT", "STATE", "IN STATE", "STEPS", "WAITS FOR", "LINE");

    /** How wide a column is at most, except the last two; what is longer is cut. */
    private static final int MOST_WIDE = 40;

    private final TaskDump dump;
    private final DumpOptions options;
    private final Lines lines;

    TableWriter(TaskDump dump, DumpOptions options, Appendable out) {
        this.dump = dump;
        this.options = options;
        this.lines = new Lines(out, options);
    }

    void write() throws IOException {
        TaskGraph graph = new TaskGraph(dump);
        LeftOut leftOut = new LeftOut(options);
        int[] shown = IntStream.range(0, graph.size())
                .filter(place -> leftOut.matches(graph.task(place)))
                .toArray();
        List<List<String>> rows = new ArrayList<>(List.of(TITLES));
        for (Entry entry : new Alike(graph, false, new BitSet()).entries(shown)) {
            if (leftOut.shows(entry.count())) {
                rows.add(row(entry));
            }
        }
        write(rows);
        leftOut.write(lines);
    }

    private static List<String> row(Entry entry) {
        TaskInfo task = entry.task();
        Span since = entry.since();
        String awaits = Phrases.awaits(entry, id -> false);
        return List.of(
                entry.ids(),
                entry.names(),
                Long.toString(entry.count()),
                task.state().toString(),
                since == null ? "" : Words.time(since),
                Long.toString(entry.steps()),
                awaits.isEmpty() ? "" : awaits.substring("awaits ".length()),
                task.stack().isEmpty() ? "" : Words.frame(task.stack().get(0)));
    }

    private void write(List<List<String>> rows) throws IOException {
        int[] widths = new int[TITLES.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                int most = column < widths.length - 2 ? MOST_WIDE : 2 * MOST_WIDE;
                widths[column] =
                        Math.max(widths[column], Math.min(most, row.get(column).length()));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                boolean isLast = column == widths.length - 1;
                line.append(isLast ? row.get(column) : padded(row.get(column), widths[column]))
                        .append(isLast ? "" : "  ");
            }
            lines.line(line.toString().stripTrailing());
        }
    }

    private static String padded(String text, int width) {
        return text.length() > width ? text.substring(0, width - 1) + '…' : text + " ".repeat(width - text.length());
    }
}
