// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares the figures of two checkouts, of which several JVMs each took turns. Two checkouts differ if their medians lie further apart
 * than the figures of two JVMs of one of them: the range is the most that these differ by, and the wider one of the two counts.
 */
public final class PairTable {
    private static final String LINE = "%-30s %-4s %9s %9s %9s %8s %8s   %s";

    private PairTable() {}

    /** What was measured of one benchmark. */
    private record Pair(String name, String unit, List<Double> before, List<Double> after) {
        private String line() {
            Figure first = figure(before);
            Figure second = figure(after);
            double difference = second.median() - first.median();
            return String.format(
                    Locale.ROOT,
                    LINE,
                    name,
                    unit,
                    Figure.text(first.median()),
                    Figure.text(second.median()),
                    Figure.text(difference),
                    Figure.text(range(first)),
                    Figure.text(range(second)),
                    verdict(Math.abs(difference), Math.max(range(first), range(second))));
        }

        private String verdict(double difference, double range) {
            if (before.size() < 2 || after.size() < 2) {
                return "one JVM cannot tell";
            }
            return difference <= range ? "within" : "DIFFERS";
        }

        private Figure figure(List<Double> values) {
            return new Figure(name, "", "", 0, "", unit, values);
        }

        private static double range(Figure figure) {
            List<Double> values = figure.values();
            return values.get(values.size() - 1) - values.get(0);
        }

        private String figures() {
            return name + ": before " + texts(before) + ", after " + texts(after);
        }

        private static String texts(List<Double> values) {
            return values.stream().map(Figure::text).collect(Collectors.joining(" "));
        }
    }

    /** Takes the file that the script "pairs" writes. */
    public static void main(String[] args) throws IOException {
        System.out.println(text(Files.readAllLines(Path.of(args[0]))));
    }

    /** A line per benchmark, then the figures of all JVMs in the order in which they ran. */
    static String text(List<String> lines) {
        Map<String, Pair> pairs = pairs(lines);
        List<String> table = new ArrayList<>();
        table.add(String.format(
                LINE, "benchmark", "unit", "before", "after", "change", "range", "range", "medians within the range?"));
        pairs.values().forEach(pair -> table.add(pair.line()));
        table.add("");
        pairs.values().forEach(pair -> table.add(pair.figures()));
        return String.join("\n", table);
    }

    private static Map<String, Pair> pairs(List<String> lines) {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            List<String> cells = List.of(line.split("\t", -1));
            if (cells.size() == 4) {
                Pair pair = pairs.computeIfAbsent(
                        cells.get(1), name -> new Pair(name, cells.get(2), new ArrayList<>(), new ArrayList<>()));
                (cells.get(0).equals("before") ? pair.before() : pair.after()).add(Double.parseDouble(cells.get(3)));
            }
        }
        return pairs;
    }
}
