// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps of very many tasks, and of tasks that do very much. */
class CrowdedZooIT {
    @ParameterizedTest
    @MethodSource("dev.weft.endtoend.Look#all")
    void aHundredThousandSleepersAreAFewLines(Look look) throws Exception {
        try (OpenZoo zoo = new OpenZoo(look, List.of("-Xmx128m"), "crowd=100000")) {
            for (String command : List.of("tree", "dump")) {
                String text = zoo.answer(command);
                assertTrue(text.lines().count() < 200, text);
            }
            DumpedTasks tasks = new DumpedTasks(zoo.answer("dump", "--json"));
            int sleepers = tasks.all().stream()
                    .filter(task -> task.toString().contains("Sleepers.java"))
                    .mapToInt(task -> task.get("count").getAsInt())
                    .sum();
            assertEquals(100_000, sleepers);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void dumpsDuringAStressHaveTheReverseOfEveryEdge(Path jdk) throws Exception {
        List<String> arguments = new ArrayList<>(Jvm.BRIEF);
        arguments.addAll(List.of(Built.agentOption(), "-cp"));
        arguments.add(Built.classPath(Built.runtimeJar(), Built.samples()));
        arguments.add("com.example.zoo.DumpsDuringStress");
        arguments.add(Integer.toString(Scale.of(2, 5)));
        Subprocess.Result result = Jvm.run(jdk, arguments);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("dumps: "), result.output());
    }
}
