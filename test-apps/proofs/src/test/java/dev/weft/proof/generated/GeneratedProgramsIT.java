// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.support.Counts;
import dev.weft.support.Subprocess;
import dev.weft.weave.Weaver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final String COMPILATION = " *\\d+ +\\d+ .*\\(\\d+ bytes\\).*";
    private static final Pattern COMPILED = Pattern.compile("(?m)^ *\\d+ +\\d+ .* gen\\.s\\d+\\.P::m\\d+ ");
    private static final Path FOLDER = Path.of("target", "generated-programs");

    @TempDir
    Path temporary;

    @Test
    void wovenProgramsLeaveTheEventsOfBlockingOnes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Made>> made = new ArrayList<>();
            for (Series series : Series.all()) {
                made.add(threads.submit(() -> prepare(series)));
            }
            List<Future<List<String>>> rows = new ArrayList<>();
            for (Future<Made> each : made) {
                rows.add(threads.submit(() -> each.get().row("javac fails", 1)));
                rows.add(threads.submit(() -> each.get().row("too large", 2)));
                for (Vm vm : Vm.values()) {
                    rows.add(threads.submit(() -> run(each.get(), vm)));
                }
            }
            List<List<String>> table = new ArrayList<>();
            for (Future<List<String>> row : rows) {
                table.add(row.get());
            }
            List<String> columns = List.of("class files", "JVM", "programs", "executions", "suspensions");
            Counts.publishAll("generated-programs", columns, table);
        } finally {
            threads.shutdown();
        }
    }

    /**
     * A series that is ready to run.
     *
     * @param counts how many programs were made, and how many were left out for each reason
     */
    private record Made(Series series, Path file, List<Integer> counts) {
        List<String> row(String reason, int count) throws Exception {
            return List.of(series.title(), "left out: " + reason, counts.get(count) + " of " + counts.get(0), "", "");
        }
    }

    private Made prepare(Series series) throws Exception {
        Path file = Files.createTempFile(temporary, "programs", "");
        return new Made(series, file, series.prepare(file, Vm.AGENT.programs));
    }

    private static List<String> run(Made made, Vm vm) throws Exception {
        Series series = made.series();
        String output = runPrograms(series.jdk(), vm, made.file());
        assertTrue(vm == Vm.AGENT || COMPILED.matcher(output).find() == (vm != Vm.INTERPRETER), vm + " compiles");
        Matcher counts = COUNTS.matcher(output);
        assertTrue(counts.find());
        return List.of(series.title(), vm.name(), counts.group(1), counts.group(2), counts.group(3));
    }

    private static String runPrograms(Path jdk, Vm vm, Path file) throws Exception {
        Subprocess.Result result = vm.run(jdk, file);
        if (result.exitCode() != 0) {
            String said = result.output()
                    .lines()
                    .filter(line -> !line.matches(COMPILATION))
                    .collect(Collectors.joining("\n"));
            fail(jdk + " " + vm + "\n" + said + "\n" + shrunk(result.output()));
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

    /** Some 300 programs are compiled for this, in an exhaustive run alone; what the shrinker does is in {@link ShrinkerTest}. */
    @Test
    @EnabledIfSystemProperty(named = "weft.proofs", matches = "exhaustive")
    void programThatFailsInAGeneratorIsMadeSmall() {
        Program small = Replay.shrink(Program.of(441), new BrokenWeaver("dev/weft/abi/GeneratorFrame"));
        assertTrue(small.source().contains(".next())"), small.source());
        assertTrue(small.source().lines().count() < 48, small.source());
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
