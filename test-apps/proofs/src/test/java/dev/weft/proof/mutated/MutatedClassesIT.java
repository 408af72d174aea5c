// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.proof.mutated.Trial.Verdict;
import dev.weft.support.Built;
import dev.weft.support.Counts;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged class files, thousands of them, each made of a seed. {@code -Dweft.mutant=SEED} runs that one alone; its class file, like
 * that of any that fails, is left in {@code target/mutants}.
 */
class MutatedClassesIT {
    private static final int MUTANTS = Scale.of(800, 3_500, 20_000);
    private static final int ON_OTHER = Scale.of(0, 600, 4_000);

    static Stream<Path> jdks() {
        return Scale.isFull() ? Jdks.available() : Stream.of(Jdks.current());
    }

    /** In the JVM of the tests' JDK, and in a full run in that of the other one, which verifies in its own way. */
    @ParameterizedTest
    @MethodSource("jdks")
    void areRefusedOrWovenButNeverMadeWorse(Path jdk) throws Exception {
        boolean other = !jdk.equals(Jdks.current());
        Long seed = Long.getLong("weft.mutant");
        long from = seed == null ? 0 : seed;
        long to = seed == null ? (other ? ON_OTHER : MUTANTS) : seed + 1;
        Path folder = Files.createDirectories(Path.of("target", "mutants"));
        List<String> tried = run(jdk, MutantRun.class, List.of("" + from, "" + to, folder.toString()));
        assertEquals(List.of(), of("failed", tried));
        assertLoadsUnderTheAgent(jdk, folder);
        if (seed == null && !other) {
            publish(tried);
        }
    }

    /** The agent has no test's help there: the JVM calls its transformer, and drops what that would throw. */
    private static void assertLoadsUnderTheAgent(Path jdk, Path folder) throws Exception {
        String agent = Built.agentOption();
        List<String> loaded = run(jdk, AgentRun.class, List.of(folder.toString()), agent);
        assertEquals(List.of(), of("failed", loaded));
        assertEquals(
                List.of(),
                loaded.stream().filter(line -> line.contains("WeaverFailure")).toList());
        assertTrue(number(of("woven", loaded).get(0)) > 0, "nothing was woven");
    }

    private static List<String> run(Path jdk, Class<?> main, List<String> arguments, String... options)
            throws Exception {
        List<String> command = new ArrayList<>(Jvm.BRIEF);
        command.addAll(List.of("-Xverify:all", "-Xmx1g"));
        command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        command.add(Built.targets().toString());
        Subprocess.Result result = Jvm.run(jdk, command);
        List<String> lines = result.output().lines().toList();
        assertTrue(lines.contains("end"), result::output);
        return lines;
    }

    private static List<String> of(String kind, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(kind + "\t")).toList();
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf('\t') + 1));
    }

    /** A row names the JDK, because javac, the verifier and the classes of the library are that JDK's. */
    private static void publish(List<String> lines) throws IOException {
        Map<String, int[]> rows = new TreeMap<>();
        for (String line : of("count", lines)) {
            String[] cells = line.split("\t", -1);
            int verdict = List.of(Verdict.values()).indexOf(Verdict.valueOf(cells[2]));
            rows.computeIfAbsent(cells[1], mutation -> new int[Verdict.values().length])[verdict] += number(line);
        }
        String jdk = "JDK " + Runtime.version().feature();
        List<List<String>> table = new ArrayList<>();
        int[] sum = new int[Verdict.values().length];
        rows.forEach((mutation, counts) -> {
            table.add(row(jdk, mutation, counts));
            Arrays.setAll(sum, i -> sum[i] + counts[i]);
        });
        table.add(row(jdk, "all, of " + number(of("inputs", lines).get(0)) + " class files", sum));
        Counts.publishAll(
                "mutated-classes",
                List.of(
                        "",
                        "damage",
                        "mutants",
                        "unreadable",
                        "left alone",
                        "refused",
                        "woven, bad before",
                        "verified",
                        "failed"),
                table);
        Counts.publishAll(
                "mutated-classes-refused",
                List.of("", "diagnostic", "mutants"),
                of("refused", lines).stream()
                        .map(line -> List.of(jdk, line.split("\t", -1)[1], "" + number(line)))
                        .toList());
    }

    private static List<String> row(String jdk, String mutation, int[] counts) {
        List<String> cells = new ArrayList<>(
                List.of(jdk, mutation, "" + Arrays.stream(counts).sum()));
        Arrays.stream(counts).forEach(count -> cells.add("" + count));
        return cells;
    }
}
