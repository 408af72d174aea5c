// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a dump as a table for programs: a line for each entry, its fields separated by one character, times in milliseconds. */
final class RowWriter {
    private static final List<String> TITLES =
            List.of("id", "name", "count", "state", "since", "steps", "kind", "detail", "line");

    private final TaskDump dump;
    private final DumpOptions options;
    private final Appendable out;
    private final char separator;

    RowWriter(TaskDump dump, DumpOptions options, Appendable out, char separator) {
        this.dump = dump;
        this.options = options;
        this.out = out;
        this.separator = separator;
    }

    void write() throws IOException {
        write(TITLES);
        LeftOut leftOut = new LeftOut(options);
        for (TaskInfo task : dump.tasks()) {
            if (leftOut.matches(task) && leftOut.shows(task.count())) {
                write(row(task));
            }
        }
    }

    private static List<String> row(TaskInfo task) {
        WaitInfo wait = task.awaits();
        return List.of(
                task.id(),
                task.name(),
                Integer.toString(task.count()),
                Words.lower(task.state()),
                millis(task.since()),
                Long.toString(task.steps()),
                wait == null ? "" : wait.kind(),
                wait == null ? "" : wait.detail(),
                task.stack().isEmpty() ? "" : task.stack().get(0).toString());
    }

    private static String millis(@Nullable Span span) {
        return span == null ? "" : Long.toString(span.maxNanos() / 1_000_000);
    }

    private void write(List<String> fields) throws IOException {
        for (int place = 0; place < fields.size(); place++) {
            if (place > 0) {
                out.append(separator);
            }
            String field = Words.plain(fields.get(place));
            out.append(separator == ',' && mustQuote(field) ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        out.append('\n');
    }

    private static boolean mustQuote(String field) {
        return field.indexOf(',') >= 0 || field.indexOf('"') >= 0;
    }
}
