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

    /** Programs that Java 17 can compile, and those that are newer: both run on every JDK that can. */
    private static final int[][] RELEASES = {{8, 17}, {21, 25}};

    @TempDir
    Path temporary;

    /** How a JVM executes woven code. */
    private enum Vm {
        INTERPRETER("-Xint", Scale.of(75, 700)),
        C1("-Xcomp -XX:TieredStopAtLevel=1", Scale.of(30, 300)),
        C2("-Xcomp -XX:-TieredCompilation -XX:-DontCompileHugeMethods", Scale.of(6, 60));

        private final String options;
        private final int programs;

        Vm(String options, int programs) {
            this.options = options;
            this.programs = programs;
        }
    }

    @Test
    void wovenProgramsLeaveTheEventsOfBlockingOnes() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        long first = 1;
        for (Path jdk : Jdks.available().toList()) {
            for (int[] releases : RELEASES) {
                if (releases[1] <= feature(jdk)) {
                    rows.addAll(run(jdk, first, releases));
                }
            }
            first += 1_000_000;
        }
        Counts.publish(
                "generated-programs", List.of("class files", "JVM", "programs", "executions", "suspensions"), rows);
    }

    private List<List<String>> run(Path jdk, long first, int[] releases) throws Exception {
        Path file = temporary.resolve("programs");
        prepare(jdk, file, first, Vm.INTERPRETER.programs, releases);
        String target = "Java %d to %d".formatted(releases[0], releases[1]);
        boolean everywhere = jdk.equals(Jdks.current()) && releases[1] <= 17;
        List<List<String>> rows = new ArrayList<>();
        for (Vm vm : Vm.values()) {
            Matcher counts = COUNTS.matcher(runPrograms(jdk, vm, file, vm.programs));
            assertTrue(counts.find());
            rows.add(List.of(
                    everywhere ? target : target + " on JDK " + feature(jdk),
                    vm.name(),
                    counts.group(1),
                    counts.group(2),
                    counts.group(3)));
        }
        return rows;
    }

    private static void prepare(Path jdk, Path file, long first, int count, int[] releases) throws Exception {
        Jvm.Result result = Jvm.run(
                jdk,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Prepare.class.getName(),
                file.toString(),
                String.valueOf(first),
                String.valueOf(count),
                String.valueOf(releases[0]),
                String.valueOf(releases[1]));
        System.out.print(result.output());
        assertEquals(0, result.exitCode(), result.output());
    }

    /** Compiled at once, but nothing else than these programs is. */
    private static String runPrograms(Path jdk, Vm vm, Path file, int count, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(vm.options.split(" ", -1)));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of(
                "-Xverify:all",
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
        prepare(Jdks.current(), file, 1, 2, RELEASES[0]);
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
