// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drives the load generator in C, which warms up, measures, and reads the server's CPU time at both ends of the span. */
final class EchoLoad {
    private final Settings settings;
    private final Path generator;

    EchoLoad(Settings settings, Path generator) {
        this.settings = settings;
        this.generator = generator;
    }

    List<Sample> run(ServerProcess server, Load load) {
        Map<String, Double> values = run(server, load, settings.value("warmup"));
        List<Sample> samples = new ArrayList<>(Sample.of(
                value(values, "requests"),
                value(values, "wall"),
                value(values, "user"),
                value(values, "system"),
                value(values, "load")));
        for (String percentile : List.of("p50", "p99", "p99.9")) {
            samples.add(new Sample(percentile, "us", value(values, percentile)));
        }
        return samples;
    }

    /** Returns how many requests a server took; without a warm-up. */
    double requests(ServerProcess server, Load load) {
        return value(run(server, load, "0"), "requests");
    }

    private Map<String, Double> run(ServerProcess server, Load load, String warmUp) {
        String text = Output.ofSuccess(List.of(
                "taskset",
                "-c",
                settings.value("loadcore"),
                generator.toString(),
                Integer.toString(server.port()),
                Integer.toString(load.connections()),
                Integer.toString(load.bytes()),
                warmUp,
                settings.value("seconds"),
                Long.toString(server.pid())));
        Map<String, Double> values = new HashMap<>();
        text.lines().map(line -> line.split(" ", -1)).forEach(parts -> values.put(parts[0], Double.valueOf(parts[1])));
        return values;
    }

    private static double value(Map<String, Double> values, String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the load generator does not tell " + name + ": " + values);
        }
        return value;
    }
}
