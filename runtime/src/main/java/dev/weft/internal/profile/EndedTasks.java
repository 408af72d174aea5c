// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.SimilarNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What tasks had of their loop that have ended: those whose names differ in numbers alone together. One thread at a time. */
final class EndedTasks {
    /** So many names are told apart. */
    static final int MOST_NAMES = 1_000;

    private static final String OTHERS = "other tasks";

    private final Map<String, Sum> byShape = new HashMap<>();
    private final DumpOptions options;

    /** Some tasks, and how many they were. */
    private record Sum(TaskUse.Row row, String name, long count) {
        Sum and(Sum other) {
            return new Sum(row.plus(other.row), SimilarNames.both(name, other.name), count + other.count);
        }
    }

    /** Begins with none, of whose names is shown what the options leave. */
    EndedTasks(DumpOptions options) {
        this.options = options;
    }

    /** Adds one that has ended. */
    void add(TaskUse.Row ended) {
        String shown = options.redacted(ended.name()); // before the numbers go, by which it may be found
        String shape = SimilarNames.shape(shown);
        boolean isTold = byShape.size() < MOST_NAMES || byShape.containsKey(shape);
        byShape.merge(isTold ? shape : OTHERS, new Sum(ended, isTold ? shown : OTHERS, 1), Sum::and);
    }

    /** A row for each name. */
    List<TaskUse.Row> rows() {
        List<TaskUse.Row> rows = new ArrayList<>(byShape.size());
        byShape.values()
                .forEach(sum ->
                        rows.add(sum.row.of(String.format(Locale.ROOT, "%s (%,d that ended)", sum.name, sum.count))));
        return rows;
    }
}
