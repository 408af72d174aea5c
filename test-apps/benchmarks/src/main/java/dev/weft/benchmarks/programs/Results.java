// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of several rounds, on their way into a file. */
final class Results {
    /** Before each line in which a program tells a figure. */
    private static final String MARK = "figure\t";

    /** What was measured. */
    private record Key(String benchmark, String variant, String parameters, String metric, String unit) {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    /** Called by a program: prints a figure for whoever started it. */
    static void print(String metric, String unit, double value) {
        System.out.println(MARK + metric + '\t' + unit + '\t' + value);
    }

    /** Takes the figures out of what a program printed; throws if there are none. */
    void add(String benchmark, String variant, String parameters, List<String> printed) {
        List<String> figures =
                printed.stream().filter(line -> line.startsWith(MARK)).toList();
        if (figures.isEmpty()) {
            throw new IllegalStateException(benchmark + " " + variant + " printed no figure: " + printed);
        }
        for (String figure : figures) {
            List<String> cells = List.of(figure.split("\t", -1));
            Key key = new Key(benchmark, variant, parameters, cells.get(1), cells.get(2));
            add(key, Double.parseDouble(cells.get(3)));
        }
    }

    /** Takes milliseconds from the start of a JVM to its end. */
    void addStartToEnd(String benchmark, String variant, String parameters, double milliseconds) {
        add(new Key(benchmark, variant, parameters, "start to end", "ms"), milliseconds);
    }

    private void add(Key key, double value) {
        values.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
    }

    /** A JSON array of one object per figure, with the values of all rounds. */
    String json() {
        List<String> objects = new ArrayList<>();
        values.forEach((key, figures) -> objects.add(String.format(
                Locale.ROOT,
                "  {\"benchmark\": \"%s\", \"variant\": \"%s\", \"parameters\": \"%s\", \"jdk\": \"%s\","
                        + " \"metric\": \"%s\", \"unit\": \"%s\", \"values\": %s}",
                key.benchmark(),
                key.variant(),
                key.parameters(),
                System.getProperty("java.version"),
                key.metric(),
                key.unit(),
                figures)));
        return "[\n" + String.join(",\n", objects) + "\n]\n";
    }

    void write(Path file) {
        try {
            Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
