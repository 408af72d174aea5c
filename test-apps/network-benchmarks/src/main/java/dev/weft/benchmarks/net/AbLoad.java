// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Drives {@code ab}, which is on most machines slower than the servers: read the CPU time, not the throughput. It runs several times in a row, so
 * that others use the machine during some of them only.
 */
final class AbLoad {
    private static final int RUNS = 4;

    private final Settings settings;

    AbLoad(Settings settings) {
        this.settings = settings;
    }

    List<Sample> run(ServerProcess server, Load load) {
        run(server, load, settings.value("abwarmup"));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            samples.addAll(measured(server, load));
        }
        return samples;
    }

    private List<Sample> measured(ServerProcess server, Load load) {
        ProcessTimes before = ProcessTimes.of(server.pid());
        String text = run(server, load, settings.value("abrequests"));
        ProcessTimes used = ProcessTimes.of(server.pid()).since(before);
        if (number(text, "Failed requests: +(\\d+)") != 0) {
            throw new IllegalStateException("requests failed: " + text);
        }
        double requests = number(text, "Complete requests: +(\\d+)");
        double wall = number(text, "Time taken for tests: +([\\d.]+)") * 1e6;
        List<Sample> samples = new ArrayList<>(List.of(Sample.cpu(used.total() / requests)));
        samples.addAll(Sample.of(requests, wall, used.user(), used.system(), Double.NaN));
        samples.add(new Sample("p50", "us", number(text, " 50% +(\\d+)") * 1000));
        samples.add(new Sample("p99", "us", number(text, " 99% +(\\d+)") * 1000));
        return samples;
    }

    private String run(ServerProcess server, Load load, String requests) {
        return Output.ofSuccess(List.of(
                "taskset",
                "-c",
                settings.value("loadcore"),
                "ab",
                "-q",
                "-k",
                "-c",
                Integer.toString(load.connections()),
                "-n",
                requests,
                "http://127.0.0.1:" + server.port() + "/"));
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("ab does not tell " + pattern + ": " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
