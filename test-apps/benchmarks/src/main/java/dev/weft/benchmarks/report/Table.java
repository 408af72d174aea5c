// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Figures of one benchmark as a table in Markdown: a row for each variant, a column for each metric on each JDK. */
final class Table {
    static final String NOTHING = "Not measured yet.";

    private final List<Figure> figures;

    Table(List<Figure> figures) {
        this.figures = figures;
    }

    /** One column. Bytes hardly ever differ, so the best says nothing there. */
    private record Column(String metric, String unit, int feature) {
        String head() {
            String what = metric.equals(Figure.TIME) ? "" : metric + ", ";
            return "JDK " + feature + ", " + what + unit;
        }

        boolean has(Figure figure) {
            return figure.feature() == feature
                    && figure.metric().equals(metric)
                    && figure.unit().equals(unit);
        }

        String cell(Optional<Figure> figure) {
            return figure.map(found ->
                            found.values().size() == 1 || found.metric().equals(Figure.BYTES)
                                    ? Figure.text(found.median())
                                    : Figure.text(found.median()) + " (" + Figure.text(found.best()) + ")")
                    .orElse("-");
        }
    }

    @Override
    public String toString() {
        if (figures.isEmpty()) {
            return NOTHING;
        }
        Set<Column> columns = columns();
        List<String> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::head).collect(Collectors.joining(" | ", "| variant | ", " |")));
        lines.add("|---" + "|---".repeat(columns.size()) + "|");
        rows().forEach((row, cells) -> lines.add(columns.stream()
                .map(column -> column.cell(cells.stream().filter(column::has).findFirst()))
                .collect(Collectors.joining(" | ", "| " + row + " | ", " |"))));
        return String.join("\n", lines);
    }

    /** In the order in which the metrics come first, those of all JDKs side by side. */
    private Set<Column> columns() {
        Set<Column> columns = new LinkedHashSet<>();
        for (Figure metric : figures) {
            for (int feature : Report.FEATURES) {
                Column column = new Column(metric.metric(), metric.unit(), feature);
                if (figures.stream().anyMatch(column::has)) {
                    columns.add(column);
                }
            }
        }
        return columns;
    }

    private Map<String, List<Figure>> rows() {
        return figures.stream().collect(Collectors.groupingBy(Figure::row, LinkedHashMap::new, Collectors.toList()));
    }
}
