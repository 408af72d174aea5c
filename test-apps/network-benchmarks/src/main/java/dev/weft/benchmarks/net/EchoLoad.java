// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Drives the load generator in C, which warms up, measures, and reads the server's CPU time at both ends of the span. */
final class EchoLoad {
    /** What the generator says of each second. */
    private static final String SECOND = "second ";

    private final Settings settings;
    private final Path generator;

    EchoLoad(Settings settings, Path generator) {
        this.settings = settings;
        this.generator = generator;
    }

    List<Sample> run(ServerProcess server, Load load) {
        List<String> command = command(server, load, settings.number("seconds"));
        String told = Output.ofSuccess(command);
        Map<String, Double> values = values(told.lines());
        List<Sample> samples = new ArrayList<>(seconds(told));
        samples.addAll(Sample.of(
                value(values, "requests"),
                value(values, "wall"),
                value(values, "user"),
                value(values, "system"),
                value(values, "load")));
        for (String percentile : List.of("p50", "p99", "p99.9")) {
            if (values.containsKey(percentile)) {
                samples.add(new Sample(percentile, "us", value(values, percentile)));
            }
        }
        return samples;
    }

    /** Warms a server up, and waits behind that. */
    PausedLoad paused(ServerProcess server, Load load, int seconds) throws IOException {
        List<String> command = new ArrayList<>(command(server, load, seconds));
        command.add("pause");
        return new PausedLoad(new ProcessBuilder(command).start());
    }

    private List<String> command(ServerProcess server, Load load, int seconds) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", settings.value("loadcore")));
        command.addAll(load.kind() == Load.Kind.TLS ? TlsLoad.command(settings) : List.of(generator.toString()));
        command.addAll(List.of(
                Integer.toString(server.port()),
                Integer.toString(load.connections()),
                Integer.toString(load.bytes()),
                settings.value("warmup"),
                Integer.toString(seconds),
                Long.toString(server.pid())));
        if (load.kind() == Load.Kind.SHORT || load.kind() == Load.Kind.DATAGRAMS) {
            command.add(load.kind().mode());
        }
        return command;
    }

    private static List<Sample> seconds(String told) {
        return told.lines()
                .filter(line -> line.startsWith(SECOND))
                .map(line -> Sample.cpu(Double.parseDouble(line.substring(SECOND.length()))))
                .toList();
    }

    /** What is told once, by its name. */
    static Map<String, Double> values(Stream<String> lines) {
        Map<String, Double> values = new HashMap<>();
        lines.map(line -> line.split(" ", -1)).forEach(parts -> values.put(parts[0], Double.valueOf(parts[1])));
        return values;
    }

    static double value(Map<String, Double> values, String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the load generator does not tell " + name + ": " + values);
        }
        return value;
    }
}
