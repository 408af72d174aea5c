// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.util.List;
import java.util.Map;

/** A table in plain text, a line per variant; a cell that is missing is a dash. */
final class TextTable {
    private final List<String> columns;

    TextTable(List<String> columns) {
        this.columns = columns;
    }

    void appendTo(StringBuilder text, Map<String, Map<String, String>> lines) {
        text.append("%-16s".formatted("server"));
        columns.forEach(column -> text.append("  ").append(column));
        text.append('\n');
        lines.forEach((name, cells) -> {
            text.append("%-16s".formatted(name));
            for (String column : columns) {
                String cell = cells.getOrDefault(column, "-");
                text.append("  ").append(("%" + column.length() + "s").formatted(cell));
            }
            text.append('\n');
        });
    }
}
