// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import dev.weft.benchmarks.net.Load.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures all servers under all loads, on each JDK. A round goes through the servers in turn, every other one backwards, so that a drift
 * of the machine hits all; each gets a process of its own for each load. System calls are counted after the last round.
 */
public final class NetworkBenchmark {
    private final Settings settings;
    private final NativePrograms programs;
    private final EchoLoad echoLoad;
    private final AbLoad abLoad;
    private final IdleLoad idleLoad = new IdleLoad();

    private NetworkBenchmark(Settings settings) throws IOException {
        this.settings = settings;
        programs = new NativePrograms(settings.target());
        Path generator = programs.compile("load")
                .orElseThrow(() -> new IllegalStateException("The load generator is a program in C: install gcc."));
        echoLoad = new EchoLoad(settings, generator);
        abLoad = new AbLoad(settings);
    }

    /** Runs it: the folder this was built in, the agent's jar, the folder for results, then options. */
    public static void main(String[] args) throws IOException {
        List<String> options = Arrays.asList(args).subList(3, args.length);
        Settings settings = new Settings(
                Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), Path.of(args[2]), options);
        NetworkBenchmark benchmark = new NetworkBenchmark(settings);
        for (int feature : settings.jdks()) {
            Optional<Jdk> jdk = Jdk.find(feature);
            if (jdk.isPresent()) {
                benchmark.measure(jdk.get());
            } else {
                System.out.println("LEFT OUT JDK " + feature + ": none beside " + System.getProperty("java.home"));
            }
        }
    }

    private void measure(Jdk jdk) throws IOException {
        String machine = machine(jdk);
        System.out.println(machine);
        List<Variant> variants = new ArrayList<>(Variant.all(settings, jdk, programs));
        Results results = Results.ofRounds(jdk, machine);
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Load load : loads()) {
                System.out.println("JDK " + jdk.version() + ", round " + round + ", " + load.name());
                for (Variant variant : variants) {
                    if (variant.takes(load)) {
                        results.add(load, variant, run(variant, load));
                    }
                }
                results.write(settings.results());
            }
            Collections.reverse(variants);
        }
        System.out.println(results.table());
        if (settings.number("straceseconds") > 0) {
            Results calls = Results.ofSystemCalls(jdk, machine);
            countSystemCalls(variants, calls);
            calls.write(settings.results());
            System.out.println(calls.table());
        }
    }

    private List<Load> loads() {
        boolean ab = Output.isThere("ab");
        if (!ab) {
            System.out.println("LEFT OUT the loads of ab: it is not installed");
        }
        return settings.loads().stream()
                .filter(load -> ab || load.kind() != Kind.ANSWER)
                .toList();
    }

    private List<Sample> run(Variant variant, Load load) throws IOException {
        try (ServerProcess server = ServerProcess.start(settings, variant, load)) {
            return switch (load.kind()) {
                case ANSWER -> abLoad.run(server, load);
                case IDLE -> idleLoad.run(server, load);
                default -> echoLoad.run(server, load);
            };
        }
    }

    private void countSystemCalls(List<Variant> variants, Results results) throws IOException {
        if (!Output.isThere("strace")) {
            System.out.println("LEFT OUT the system calls: strace is not installed");
            return;
        }
        System.out.println("counting system calls");
        SystemCalls calls = new SystemCalls(settings, echoLoad);
        for (Load load : settings.loads()) {
            for (Variant variant : load.kind() == Kind.ECHO ? variants : List.<Variant>of()) {
                try (ServerProcess server = ServerProcess.start(settings, variant, load)) {
                    results.add(load, variant, calls.run(server, load));
                }
            }
        }
    }

    private String machine(Jdk jdk) {
        return String.join(
                "\n",
                "JDK " + jdk.version() + " " + String.join(" ", jdk.options()),
                processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, Linux "
                        + System.getProperty("os.version"),
                settings.toString());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
