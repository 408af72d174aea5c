// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the network benchmarks measured, in two tables per load; with all metrics of both JDKs in one, nobody could read it. */
final class Network {
    /** The figures of a server, per request. */
    static final String COSTS = "network";

    /** Those of its clients. */
    static final String SPEED = "network-speed";

    private static final Set<String> COST_METRICS =
            Set.of("cpu per request", "user time per request", "system calls per request");

    private static final Set<String> SPEED_METRICS = Set.of("throughput", "p50", "p99", "p99.9");

    private Network() {}

    static List<Figure> costs(Path folder) throws IOException {
        return read(folder, COST_METRICS);
    }

    static List<Figure> speed(Path folder) throws IOException {
        return read(folder, SPEED_METRICS);
    }

    /** Without the connections and bytes, of which a load always has the same. */
    private static List<Figure> read(Path folder, Set<String> metrics) throws IOException {
        List<Figure> all = new ArrayList<>(ResultFiles.read(folder, "network"));
        all.addAll(ResultFiles.read(folder, "network-calls"));
        return all.stream()
                .filter(figure -> metrics.contains(figure.metric()))
                .map(figure -> new Figure(
                        figure.benchmark(),
                        figure.variant(),
                        "",
                        figure.feature(),
                        figure.metric(),
                        figure.unit(),
                        figure.values()))
                .toList();
    }
}
