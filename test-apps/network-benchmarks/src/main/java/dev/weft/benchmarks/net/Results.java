// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of one JDK: JSON with every round, and a table of medians. Written after each round. */
final class Results {
    private final String name;
    private final List<String> columns;
    private final Jdk jdk;
    private final String machine;
    private final Map<Row, Map<String, List<Sample>>> rows = new LinkedHashMap<>();

    private Results(String name, List<String> columns, Jdk jdk, String machine) {
        this.name = name;
        this.columns = columns;
        this.jdk = jdk;
        this.machine = machine;
    }

    static Results ofRounds(Jdk jdk, String machine) {
        List<String> columns = List.of(
                Sample.CPU,
                Sample.USER,
                Sample.THROUGHPUT,
                "p50",
                "p99",
                "p99.9",
                "server busy",
                "load busy",
                Sample.HEAP);
        return new Results("network", columns, jdk, machine);
    }

    static Results ofSystemCalls(Jdk jdk, String machine) {
        return new Results("network-calls", List.of(Sample.CALLS), jdk, machine);
    }

    private record Row(Load load, String variant) {}

    void add(Load load, Variant variant, List<Sample> samples) {
        Map<String, List<Sample>> row =
                rows.computeIfAbsent(new Row(load, variant.name()), key -> new LinkedHashMap<>());
        samples.forEach(sample ->
                row.computeIfAbsent(sample.metric(), key -> new ArrayList<>()).add(sample));
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + "-jdk" + jdk.feature() + ".json"), json());
        Files.writeString(folder.resolve(name + "-jdk" + jdk.feature() + ".txt"), machine + "\n" + table());
    }

    private String json() {
        List<String> objects = new ArrayList<>();
        rows.forEach((row, metrics) -> metrics.values().forEach(samples -> objects.add(json(row, samples))));
        return "[\n" + String.join(",\n", objects) + "\n]\n";
    }

    /** No name of ours needs escaping. */
    private String json(Row row, List<Sample> samples) {
        Sample first = samples.get(0);
        return String.format(
                Locale.ROOT,
                "  {\"benchmark\": \"%s\", \"variant\": \"%s\", \"parameters\": \"%s\", \"jdk\": \"%s\", \"metric\": \"%s\","
                        + " \"unit\": \"%s\", \"values\": %s}",
                row.load.name(),
                row.variant,
                row.load.parameters(),
                jdk.version(),
                first.metric(),
                first.unit(),
                samples.stream()
                        .map(sample -> String.format(Locale.ROOT, "%.3f", sample.value()))
                        .toList());
    }

    String table() {
        StringBuilder text = new StringBuilder();
        for (Load load : rows.keySet().stream().map(Row::load).distinct().toList()) {
            text.append("\n%s: %s, medians\n".formatted(load.name(), load.parameters()));
            new TextTable(columns).appendTo(text, cells(load));
        }
        return text.toString();
    }

    private Map<String, Map<String, String>> cells(Load load) {
        Map<String, Map<String, String>> cells = new LinkedHashMap<>();
        rows.forEach((row, metrics) -> {
            if (row.load.equals(load)) {
                Map<String, String> line = new LinkedHashMap<>();
                metrics.forEach((metric, samples) -> line.put(metric, text(samples)));
                cells.put(row.variant, line);
            }
        });
        return cells;
    }

    private static String text(List<Sample> samples) {
        double[] sorted = samples.stream().mapToDouble(Sample::value).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return String.format(Locale.ROOT, median >= 1000 ? "%.0f" : "%.2f", median);
    }
}
