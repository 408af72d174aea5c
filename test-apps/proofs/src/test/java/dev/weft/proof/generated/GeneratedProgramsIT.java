// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.jdks.Jdks;
import dev.weft.jdks.Jvm;
import dev.weft.proof.Counts;
import dev.weft.proof.Scale;
import dev.weft.weave.Weaver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated programs leave the same events woven, however they suspend, as when they block; interpreted and compiled, on each
 * JDK. {@code -Dweft.program=SEED} makes one of them again.
 */
class GeneratedProgramsIT {
    private static final Pattern COUNTS = Pattern.compile("(?m)^COUNTS (\\d+) (\\d+) (\\d+)$");
    private static final Pattern FAILED = Pattern.compile("(?m)^FAILED (\\d+)$");
    private static final Path FOLDER = Path.of("target", "generated-programs");

    @TempDir
    Path temporary;

    /** How a JVM executes woven code. */
    private enum Vm {
        INTERPRETER("-Xint", Scale.of(80, 600)),
        C1("-Xcomp -XX:TieredStopAtLevel=1", Scale.of(30, 300)),
        C2("-Xcomp -XX:-TieredCompilation -XX:-DontCompileHugeMethods", Scale.of(6, 100));

        private final String options;
        private final int programs;

        Vm(String options, int programs) {
            this.options = options;
            this.programs = programs;
        }
    }

    /**
     * What is run in a row of JVMs.
     *
     * @param jdk the JDK that compiles and runs
     * @param first the first seed
     * @param oldest the oldest Java version of the programs
     * @param newest the newest
     */
    private record Series(Path jdk, long first, int oldest, int newest) {}

    @Test
    void wovenProgramsLeaveTheEventsOfBlockingOnes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<List<String>> rows = new ArrayList<>();
            for (Future<List<List<String>>> each : threads.invokeAll(tasks())) {
                rows.addAll(each.get());
            }
            Counts.publish(
                    "generated-programs", List.of("class files", "JVM", "programs", "executions", "suspensions"), rows);
        } finally {
            threads.shutdown();
        }
    }

    private List<Callable<List<List<String>>>> tasks() throws Exception {
        List<Callable<List<List<String>>>> tasks = new ArrayList<>();
        for (Series series : series()) {
            tasks.add(() -> run(series));
        }
        return tasks;
    }

    /** Java 8 to 17 on each JDK, in a short run only on that of the build; what is newer, on those that know it. */
    private static List<Series> series() throws Exception {
        List<Series> all = new ArrayList<>();
        for (Path jdk : Jdks.available().toList()) {
            boolean own = jdk.equals(Jdks.current());
            if (own || Scale.isFull()) {
                all.add(new Series(jdk, own ? 1 : 1_000_000, 8, 17));
            }
            if (feature(jdk) >= 25) {
                all.add(new Series(jdk, 2_000_000, 21, 25));
            }
        }
        return all;
    }

    private List<List<String>> run(Series series) throws Exception {
        Path file = Files.createTempFile(temporary, "programs", "");
        prepare(series, file, Vm.INTERPRETER.programs);
        String target = "Java %d to %d".formatted(series.oldest, series.newest);
        boolean everywhere = series.jdk.equals(Jdks.current()) && series.newest <= 17;
        List<List<String>> rows = new ArrayList<>();
        for (Vm vm : Vm.values()) {
            Matcher counts = COUNTS.matcher(runPrograms(series.jdk, vm, file, vm.programs));
            assertTrue(counts.find());
            rows.add(List.of(
                    everywhere ? target : target + ", on JDK " + feature(series.jdk),
                    vm.name(),
                    counts.group(1),
                    counts.group(2),
                    counts.group(3)));
        }
        return rows;
    }

    private static void prepare(Series series, Path file, int count) throws Exception {
        Jvm.Result result = Jvm.run(
                series.jdk,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Prepare.class.getName(),
                file.toString(),
                String.valueOf(series.first),
                String.valueOf(count),
                String.valueOf(series.oldest),
                String.valueOf(series.newest));
        System.out.print(result.output());
        assertEquals(0, result.exitCode(), result.output());
    }

    /** Compiled at once, but nothing else than these programs is. */
    private static String runPrograms(Path jdk, Vm vm, Path file, int count, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(vm.options.split(" ", -1)));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of(
                "-Xverify:all",
                "-XX:+UseSerialGC",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=compileonly,gen.*::*",
                "-cp",
                System.getProperty("java.class.path"),
                RunPrograms.class.getName(),
                file.toString(),
                String.valueOf(count)));
        Jvm.Result result = Jvm.run(jdk, arguments.toArray(String[]::new));
        if (result.exitCode() != 0) {
            fail(jdk + " " + vm + "\n" + result.output() + "\n" + shrunk(result.output()));
        }
        return result.output();
    }

    private static String shrunk(String output) throws Exception {
        Matcher failed = FAILED.matcher(output);
        return failed.find() ? replay(Long.parseLong(failed.group(1))) : "";
    }

    private static String replay(long seed) throws Exception {
        Path folder = FOLDER.resolve(String.valueOf(seed)).toAbsolutePath();
        return Replay.report(Program.of(seed), Weaver::weave, folder);
    }

    @Test
    void compilersReallyCompileThem() throws Exception {
        Path file = temporary.resolve("programs");
        prepare(new Series(Jdks.current(), 1, 8, 17), file, 2);
        Pattern compiled = Pattern.compile("(?m)^ +\\d+ .* gen\\.s\\d+\\.P::m\\d+ \\(\\d+ bytes\\)");
        for (Vm vm : Vm.values()) {
            String output = runPrograms(Jdks.current(), vm, file, 2, "-XX:+PrintCompilation");
            assertEquals(vm != Vm.INTERPRETER, compiled.matcher(output).find(), vm + "\n" + output);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "weft.program", matches = "\\d+")
    void replaysTheProgramOfASeed() throws Exception {
        long seed = Long.getLong("weft.program");
        System.out.println(Program.of(seed).source());
        String report = replay(seed);
        System.out.println(report);
        assertFalse(report.contains("fails: "), report);
    }

    private static int feature(Path jdk) throws Exception {
        Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(jdk.resolve("release")));
        assertTrue(version.find());
        return Integer.parseInt(version.group(1));
    }
}
