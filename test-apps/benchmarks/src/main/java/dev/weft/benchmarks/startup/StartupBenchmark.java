// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times whole JVMs that start, load a program with so many async methods, call each once and end: woven by the agent as classes are
 * loaded, woven at build time with and without an agent beside it, and woven at build time out of an archive of the JVM. The variants
 * take turns. All run on the JDK that runs this. Takes the jars of the runtime, the agent and the compiler plugin, and the number of
 * rounds.
 */
public final class StartupBenchmark {
    private static final int[] METHODS = {10, 1_000, 10_000};

    private StartupBenchmark() {}

    /** Runs it, and prints a table. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path runtime = Path.of(args[0]).toAbsolutePath();
        Path agent = Path.of(args[1]).toAbsolutePath();
        Path plugin = Path.of(args[2]).toAbsolutePath();
        int rounds = Integer.parseInt(args[3]);
        Path folder = Files.createTempDirectory("weft-startup");
        System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.arch"));
        System.out.printf("%-8s %-28s %10s %10s   all rounds, ms%n", "methods", "variant", "best", "median");
        System.out.printf(
                "%-8s %-28s %s%n",
                "-",
                "java -version",
                times(rounds, Map.of("", List.of("-version"))).get(""));
        for (int methods : METHODS) {
            GeneratedProgram program =
                    new GeneratedProgram(methods, Files.createDirectories(folder.resolve("p" + methods)));
            Path plain = program.jar("plain", runtime, List.of("-proc:none"));
            Path woven = program.jar("woven", runtime, List.of("-processorpath", plugin.toString()));
            Map<String, List<String>> variants = new LinkedHashMap<>();
            variants.put("agent", command(runtime, plain, "-javaagent:" + agent));
            variants.put("build time", command(runtime, woven));
            variants.put("build time, with the agent", command(runtime, woven, "-javaagent:" + agent));
            archive(folder.resolve("p" + methods), variants, runtime, woven);
            times(rounds, variants)
                    .forEach((name, times) -> System.out.printf("%-8d %-28s %s%n", methods, name, times));
        }
    }

    private static void archive(Path folder, Map<String, List<String>> variants, Path runtime, Path woven)
            throws IOException, InterruptedException {
        Path archive = folder.resolve("archive");
        run(command(runtime, woven, "-XX:ArchiveClassesAtExit=" + archive));
        variants.put("build time, class archive", command(runtime, woven, "-XX:SharedArchiveFile=" + archive));
        if (Runtime.version().feature() >= 25) {
            Path cache = folder.resolve("cache");
            run(command(runtime, woven, "-XX:AOTCacheOutput=" + cache));
            variants.put("build time, AOT cache", command(runtime, woven, "-XX:AOTCache=" + cache));
        }
    }

    private static List<String> command(Path runtime, Path program, String... options) {
        List<String> command = new ArrayList<>(Arrays.asList(options));
        command.addAll(List.of("-cp", runtime + File.pathSeparator + program, GeneratedProgram.MAIN));
        return command;
    }

    private static Map<String, String> times(int rounds, Map<String, List<String>> variants)
            throws IOException, InterruptedException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                times.computeIfAbsent(variant.getKey(), name -> new ArrayList<>())
                        .add(run(variant.getValue()));
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        times.forEach((name, all) -> texts.put(name, text(all)));
        return texts;
    }

    private static String text(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%10.0f %10.0f  ", sorted.get(0), sorted.get(sorted.size() / 2)));
        times.forEach(time -> text.append(String.format(Locale.ROOT, " %.0f", time)));
        return text.toString();
    }

    /** Milliseconds from the start of a JVM to its end. */
    private static double run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int status = process.waitFor();
        double taken = (System.nanoTime() - start) / 1e6;
        if (status != 0) {
            throw new IllegalStateException(command + " ends with " + status);
        }
        return taken;
    }
}
