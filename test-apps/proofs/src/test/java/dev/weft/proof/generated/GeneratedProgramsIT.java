// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.counts.Counts;
import dev.weft.jdks.Jdks;
import dev.weft.jdks.Jvm;
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

    @Test
    void wovenProgramsLeaveTheEventsOfBlockingOnes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<List<List<String>>>> tasks = new ArrayList<>();
            for (Series series : Series.all()) {
                tasks.add(() -> run(series));
            }
            List<List<String>> rows = new ArrayList<>();
            for (Future<List<List<String>>> each : threads.invokeAll(tasks)) {
                rows.addAll(each.get());
            }
            Counts.publish(
                    "generated-programs", List.of("class files", "JVM", "programs", "executions", "suspensions"), rows);
        } finally {
            threads.shutdown();
        }
    }

    private List<List<String>> run(Series series) throws Exception {
        Path file = Files.createTempFile(temporary, "programs", "");
        List<Integer> made = series.prepare(file, Vm.INTERPRETER.programs);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(series.title(), "left out: javac fails", made.get(1) + " of " + made.get(0), "", ""));
        rows.add(List.of(series.title(), "left out: too large", made.get(2) + " of " + made.get(0), "", ""));
        for (Vm vm : Vm.values()) {
            Matcher counts = COUNTS.matcher(runPrograms(series.jdk(), vm, file, vm.programs));
            assertTrue(counts.find());
            rows.add(List.of(series.title(), vm.name(), counts.group(1), counts.group(2), counts.group(3)));
        }
        return rows;
    }

    private static String runPrograms(Path jdk, Vm vm, Path file, int count, String... more) throws Exception {
        Jvm.Result result = vm.run(jdk, file, count, more);
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
        new Series(Jdks.current(), 1, 8, 17).prepare(file, 2);
        Pattern compiled = Pattern.compile("(?m)^ +\\d+ .* gen\\.s\\d+\\.P::m\\d+ \\(\\d+ bytes\\)");
        for (Vm vm : List.of(Vm.INTERPRETER, Vm.C1, Vm.C2)) {
            String output = runPrograms(Jdks.current(), vm, file, 2, "-XX:+PrintCompilation");
            assertEquals(vm != Vm.INTERPRETER, compiled.matcher(output).find(), vm + "\n" + output);
        }
    }

    @Test
    void failingProgramIsMadeSmall() {
        Program small = Replay.shrink(Program.of(51), new BrokenWeaver());
        assertTrue(small.source().contains("await(t.later("), small.source());
        assertTrue(small.source().lines().count() < 40, small.source());
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
}
