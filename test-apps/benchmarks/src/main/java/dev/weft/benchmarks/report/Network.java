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

    /** The same of a later run, of all loads and fewer servers. */
    static final String IO = "network-io";

    /** Those of its clients. */
    static final String SPEED = "network-speed";

    private static final Set<String> COST_METRICS =
            Set.of("cpu per request", "user time per request", "system calls per request");

    private static final Set<String> IO_METRICS =
            Set.of("cpu per request", "user time per request", "heap per connection");

    private static final Set<String> SPEED_METRICS = Set.of("throughput", "p50", "p99", "p99.9");

    private Network() {}

    static List<Figure> costs(Path folder) throws IOException {
        return read(folder, COST_METRICS, "network", "network-calls");
    }

    static List<Figure> speed(Path folder) throws IOException {
        return read(folder, SPEED_METRICS, "network", "network-calls");
    }

    static List<Figure> io(Path folder) throws IOException {
        return read(folder, IO_METRICS, IO);
    }

    /** Without the connections and bytes, of which a load always has the same. */
    private static List<Figure> read(Path folder, Set<String> metrics, String... kinds) throws IOException {
        List<Figure> all = new ArrayList<>();
        for (String kind : kinds) {
            all.addAll(ResultFiles.read(folder, kind));
        }
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
