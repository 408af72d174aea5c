// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every benchmark runs, once and cold, out of the jar and with the agent that users have. Measures nothing. */
class BenchmarksIT {
    private static final String BENCHMARKS = System.getProperty("weft.benchmarksJar");

    /** The loop of a hundred million turns is for whole runs. */
    private static final String TOO_LONG = "HundredMillion";

    @Test
    void eachRunsOnce() throws IOException, InterruptedException {
        boolean hasVirtualThreads = Runtime.version().feature() >= 21;
        String left = hasVirtualThreads ? TOO_LONG : TOO_LONG + "|\\.virtualThread";
        String output = run(
                "-Djmh.ignoreLock=true",
                "-jar",
                BENCHMARKS,
                "-f",
                "0",
                "-bm",
                "ss",
                "-wi",
                "0",
                "-i",
                "1",
                "-foe",
                "true",
                "-e",
                left);
        assertTrue(output.contains("SlotBenchmark.weftDetached"), output);
        assertEquals(hasVirtualThreads, output.contains("WakeBenchmark.virtualThreadPark"), output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Memory; weft, waiting three frames deep; heap per task",
                "Memory; weft, sleeping; dump of all",
                "Timers; virtual time; fire",
                "SimulatedSecond; seeded; second",
                "Cancels; cancel; heap growth"
            })
    void programsTellTheirFigures(String program, String variant, String metric)
            throws IOException, InterruptedException {
        String output = run("-cp", BENCHMARKS, "dev.weft.benchmarks.programs." + program, variant, "1000");
        assertTrue(output.contains("figure\t" + metric), output);
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", Built.agentOption()));
        all.addAll(List.of(arguments));
        Subprocess.Result result = Jvm.run(Jdks.current(), all);
        assertEquals(0, result.exitCode(), result.output());
        return result.output();
    }
}
