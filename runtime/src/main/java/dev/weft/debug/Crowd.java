// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tasks of loops that have more of them than a dump tells apart: of these is known how many there were and are, by their lines and by
 * their names but for numbers.
 */
final class Crowd {
    private final Set<String> loops = new HashSet<>();
    private final Map<Kind, Row> rows = new LinkedHashMap<>();
    private final LeftOut leftOut;

    /** Tasks that nobody tells apart. */
    private record Kind(String loop, String name, List<FrameInfo> stack) {}

    /** How many of a kind there are, and one of them. */
    private static final class Row {
        private final TaskInfo one;
        private String name;
        private long before;
        private long now;

        Row(TaskInfo one) {
            this.one = one;
            this.name = nameOf(one);
        }

        Row and(TaskInfo other) {
            name = SimilarNames.both(name, nameOf(other));
            return this;
        }

        long growth() {
            return now - before;
        }
    }

    Crowd(TaskDump before, TaskDump after, LeftOut leftOut) {
        this.leftOut = leftOut;
        Stream.of(before, after)
                .flatMap(dump -> dump.tasks().stream())
                .filter(task -> task.count() > 1)
                .forEach(task -> loops.add(loop(task)));
        after.tasks().stream().filter(this::has).forEach(task -> row(task).now += task.count());
        before.tasks().stream().filter(this::has).forEach(task -> row(task).before += task.count());
    }

    private static String loop(TaskInfo task) {
        return task.loopId();
    }

    private Row row(TaskInfo task) {
        Kind kind = new Kind(loop(task), SimilarNames.shape(nameOf(task)), task.stack());
        return rows.computeIfAbsent(kind, none -> new Row(task)).and(task);
    }

    /** Of an entry that stands for several tasks only one of the names is known. */
    private static String nameOf(TaskInfo task) {
        String name = Words.plain(task.name());
        return task.count() == 1 ? name : SimilarNames.shape(name);
    }

    /** Whether a task is of a loop whose tasks are not told apart. */
    boolean has(TaskInfo task) {
        return loops.contains(loop(task));
    }

    /** Writes of which there are more or fewer than before, the greatest change first; nothing if all tasks are told apart. */
    void write(Lines lines) throws IOException {
        if (loops.isEmpty()) {
            return;
        }
        List<Row> changed = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.growth() != 0 && leftOut.matches(row.one)) {
                changed.add(row);
            }
        }
        changed.sort(Comparator.comparingLong(row -> -Math.abs(row.growth())));
        lines.line("more or fewer, where a loop has too many to tell them apart: " + changed.size());
        for (Row row : changed) {
            if (leftOut.shows(row.now)) {
                lines.line(String.format(
                        Locale.ROOT, "%+,d  %s  %,d before, %,d now", row.growth(), row.name, row.before, row.now));
                lines.frames("    ", row.one.stack());
            }
        }
        lines.line("");
    }
}
