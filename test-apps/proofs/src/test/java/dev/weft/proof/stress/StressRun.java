// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A stress program in a JVM of its own, woven by the agent. */
public final class StressRun {
    /** For parameterized tests. */
    public static final String JDKS = "dev.weft.support.Scale#jdks";

    private StressRun() {}

    /** Returns the first and last seed as arguments: so many, or the one that was asked for. */
    public static List<String> seeds(int count) {
        Long only = Long.getLong("weft.stress");
        return only == null ? List.of("1", "" + count) : List.of("" + only, "" + only);
    }

    /** Runs a main class; whatever it says has failed fails the test, and it must have run something. */
    public static void run(Path jdk, Class<?> main, List<String> arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", Built.agentOption()));
        command.add("-Dweft.debug=off"); // its socket has descriptors, and comes when it will
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        String output = Jvm.run(jdk, command).output();
        List<String> lines = output.lines().toList();
        assertEquals(List.of(), startingWith("failed\t", lines), output);
        List<String> skipped = startingWith("skipped\t", lines);
        assumeTrue(skipped.isEmpty(), skipped::toString);
        List<String> runs = startingWith("runs\t", lines);
        assertTrue(runs.size() == 1 && !runs.get(0).equals("runs\t0"), output);
    }

    private static List<String> startingWith(String beginning, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(beginning)).toList();
    }
}
