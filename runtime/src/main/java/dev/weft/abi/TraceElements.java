// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/**
 * The locations that traces have shown last, as elements of a trace. To read one out of its constant takes far longer than to find
 * it here. Any thread: an entry is final, and whoever misses one makes another.
 */
final class TraceElements {
    /** A power of two. Programs have more suspension points, and few at which tasks are cancelled again and again. */
    private static final int SIZE = 1024;

    private record Entry(String table, int index, StackTraceElement element) {}

    private static final @Nullable Entry[] ENTRIES = new Entry[SIZE];

    private TraceElements() {}

    static StackTraceElement of(String table, int index) {
        int place = (table.hashCode() + index * 31) & (SIZE - 1);
        Entry entry = ENTRIES[place];
        if (entry == null || entry.index != index || !entry.table.equals(table)) {
            entry = new Entry(table, index, SourceLocation.of(table, index).toStackTraceElement());
            ENTRIES[place] = entry;
        }
        return entry.element;
    }
}
