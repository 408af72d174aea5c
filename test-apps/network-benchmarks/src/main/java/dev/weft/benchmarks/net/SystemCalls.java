// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the system calls of a server per request, by {@code strace}, which slows it: in runs of its own. */
final class SystemCalls {
    private static final Pattern LINE =
            Pattern.compile("^ *[\\d.]+ +[\\d.]+ +\\d+ +(\\d+) +(?:\\d+ +)?([a-z_0-9]+)$", Pattern.MULTILINE);

    /** Rarer ones are in the sum alone. */
    private static final double SHOWN = 0.005;

    private final Settings settings;
    private final EchoLoad load;

    SystemCalls(Settings settings, EchoLoad load) {
        this.settings = settings;
        this.load = load;
    }

    /** Counts while a load runs, and not while it connects or closes. */
    List<Sample> run(ServerProcess server, Load kind) throws IOException {
        try (PausedLoad paused = load.paused(server, kind, settings.number("straceseconds"))) {
            Process strace = new ProcessBuilder("strace", "-f", "-c", "-p", Long.toString(server.pid()))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output = strace.inputReader(UTF_8);
            String first = output.readLine();
            if (first == null || !first.contains("attached")) {
                throw new IOException("strace does not attach: " + first);
            }
            double requests = paused.requests();
            Output.ofSuccess(List.of("kill", "-INT", Long.toString(strace.pid())));
            List<Sample> samples = samples(String.join("\n", output.lines().toList()), requests);
            strace.onExit().join();
            return samples;
        }
    }

    private static List<Sample> samples(String table, double requests) {
        List<Sample> samples = new ArrayList<>();
        double all = 0;
        for (Matcher line = LINE.matcher(table); line.find(); ) {
            double share = Double.parseDouble(line.group(1)) / requests;
            if (line.group(2).equals("total")) {
                all = share;
            } else if (share >= SHOWN) {
                samples.add(new Sample(Sample.CALLS + ": " + line.group(2), "calls", share));
            }
        }
        if (all == 0) {
            throw new IllegalStateException("strace counted nothing: " + table);
        }
        samples.add(0, new Sample(Sample.CALLS, "calls", all));
        return samples;
    }
}
