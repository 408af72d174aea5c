// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Weft and the asyncio of a real Python do the same with random scenarios, but for the rules that say otherwise (decision 34). {@code
 * -Dweft.differential=SEED} runs one, {@code -Dweft.differential.seeds=COUNT} so many.
 */
class DifferentialIT {
    private static final int SEEDS_TO_SEE_A_RULE = 1000;

    @Test
    void scenariosLeaveTheSameTraceAsOnAsyncio() throws Exception {
        long count = Long.getLong("weft.differential.seeds", Scale.of(400, 3_000, 30_000));
        Long only = Long.getLong("weft.differential");
        run("traces", only == null ? 1 : only, only == null ? count : only);
    }

    @Test
    void everyRuleMatters() throws Exception {
        run("rules", 1, SEEDS_TO_SEE_A_RULE);
    }

    private static void run(String what, long first, long last) throws Exception {
        Optional<Path> python = Pythons.newest();
        assumeTrue(python.isPresent(), Pythons.NONE);
        Path script =
                Built.placeOf(DifferentialIT.class).resolve("differential").resolve("run.py");
        List<String> command =
                new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", Built.agentOption()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Differential.class.getName()));
        command.addAll(List.of(python.get().toString(), script.toString(), what, "" + first, "" + last));
        String output = Jvm.run(Jdks.current(), command).requireSuccess();
        List<String> failed =
                output.lines().filter(line -> line.startsWith("failed\t")).toList();
        assertEquals(List.of(), failed, output);
        assertTrue(output.lines().anyMatch(line -> line.startsWith("ran\t")), output);
    }
}
