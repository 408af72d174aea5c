// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts each program and variant in a JVM of its own, on the JDK that runs this, and writes the figures of all rounds. The variants
 * take turns, so that a machine that slows down for a while slows all of them.
 */
public final class Programs {
    /**
     * Memory is touched before anything is measured, which takes long on some virtual machines. The last one has each full collection move
     * everything; else the JVM leaves some dead objects where they are, as filler.
     */
    private static final List<String> OPTIONS =
            List.of("-Xms1g", "-Xmx6g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1");

    private final Path benchmarks = Jar.of(Programs.class);
    private final Path agent;
    private final Results results = new Results();

    private Programs(Path agent) {
        this.agent = agent;
    }

    /** One run of a program; a woven one runs with the agent, another has it on its class path. */
    private record Run(Class<?> program, boolean woven, String variant, int count) {}

    /**
     * Takes the jar of the agent, the file for the results, the number of rounds, by what to divide the counts, and a regular expression for
     * the names of programs.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Programs programs = new Programs(Path.of(args[0]).toAbsolutePath());
        int rounds = Integer.parseInt(args[2]);
        List<Run> runs = runs(Integer.parseInt(args[3])).stream()
                .filter(run -> run.program().getSimpleName().matches(args[4]))
                .toList();
        for (int round = 0; round < rounds; round++) {
            for (Run run : runs) {
                programs.start(run);
            }
        }
        programs.results.write(Path.of(args[1]));
    }

    private static List<Run> runs(int divisor) {
        List<Run> runs = new ArrayList<>();
        for (String variant : Memory.VARIANTS) {
            runs.add(new Run(Memory.class, true, variant, 1_000_000 / divisor));
        }
        for (String variant : List.of("virtual time", "real time")) {
            for (int count : List.of(10_000, 100_000, 1_000_000)) {
                runs.add(new Run(Timers.class, true, variant, count / divisor));
            }
        }
        for (String variant : List.of("seeded", "in order")) {
            runs.add(new Run(SimulatedSecond.class, true, variant, Math.max(1, 1_000 / divisor)));
        }
        for (String variant : List.of("waitFor", "cancel")) {
            runs.add(new Run(Cancels.class, true, variant, 200_000 / divisor));
        }
        for (int count : List.of(10, 100, 1_000)) {
            runs.add(new Run(Weaving.class, false, "weaver", Math.max(1, count / divisor)));
        }
        return runs;
    }

    private void start(Run run) throws IOException, InterruptedException {
        if (run.variant().startsWith("virtual thread") && Runtime.version().feature() < 21) {
            System.out.println("skipped: " + run.variant() + "; this JDK has no virtual threads");
            return;
        }
        String program = run.program().getSimpleName();
        System.out.println(program + ", " + run.variant() + ", " + run.count());
        results.add(program, run.variant(), String.valueOf(run.count()), output(command(run)));
    }

    private List<String> command(Run run) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (run.woven()) {
            command.addAll(List.of("-javaagent:" + agent, "-cp", benchmarks.toString()));
        } else {
            command.addAll(List.of("-cp", benchmarks + File.pathSeparator + agent));
        }
        command.addAll(List.of(run.program().getName(), run.variant(), String.valueOf(run.count())));
        return command;
    }

    private static List<String> output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException(command + " ends with " + status + ":\n" + output);
        }
        return output.lines().toList();
    }
}
