// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the tables of docs/performance.md and README.md and the plot from the result files. A test compares the pages with them. */
public final class Report {
    static final List<Integer> FEATURES = List.of(17, 25);

    /** The kinds of result files: {@code KIND-jdkN.json}. */
    private static final List<String> KINDS = List.of(
            "benchmarks",
            "coordination",
            "generators",
            "virtual-time",
            "not-inlined",
            "programs",
            "simulated-second",
            "startup");

    private Report() {}

    /** Takes the folder of the results, the page, the README, and the file for the plot. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path page = Path.of(args[1]);
        Path readme = Path.of(args[2]);
        Map<String, List<Figure>> results = results(folder);
        Files.writeString(page, Page.written(Files.readString(page), results));
        Files.writeString(readme, Summary.written(Files.readString(readme), results, newest(results)));
        Plot.write(results.getOrDefault("benchmarks", List.of()), newest(results), Path.of(args[3]));
    }

    /** The feature number of the newest JDK that was measured; the tables of a page have all of them. */
    static int newest(Map<String, List<Figure>> results) {
        return results.getOrDefault("benchmarks", List.of()).stream()
                .mapToInt(Figure::feature)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("nothing was measured"));
    }

    /** A figure of any benchmark as one of a single one, in a column that says under which circumstances. */
    private static Figure named(Figure figure, String circumstances) {
        String metric = figure.metric().equals(Figure.TIME) ? circumstances : circumstances + ", " + figure.metric();
        String variant = figure.benchmark() + "." + figure.variant();
        return new Figure(
                "all", variant, figure.parameters(), figure.feature(), metric, figure.unit(), figure.values());
    }

    static Map<String, List<Figure>> results(Path folder) throws IOException {
        Map<String, List<Figure>> results = new LinkedHashMap<>();
        for (String kind : KINDS) {
            results.put(kind, ResultFiles.read(folder, kind));
        }
        results.put(Network.COSTS, Network.costs(folder));
        results.put(Network.SPEED, Network.speed(folder));
        results.put(Network.IO, Network.io(folder));
        List<Figure> introspection = new ArrayList<>();
        ResultFiles.read(folder, "seen").forEach(figure -> introspection.add(named(figure, "with")));
        ResultFiles.read(folder, "unseen").forEach(figure -> introspection.add(named(figure, "without")));
        results.put("introspection", introspection);
        return results;
    }
}
