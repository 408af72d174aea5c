// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.weft.support.SourceLines;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen from outside of a healthy program in which some tasks move and some do not, and which no tool may attach to. */
@ParameterizedClass
@MethodSource("dev.weft.endtoend.Look#all")
@SuppressWarnings("NullAway.Init") // JUnit calls open first
record MovingZooIT(Look look) {
    private static OpenZoo zoo;

    @BeforeParameterizedClassInvocation
    static void open(Look look) throws Exception {
        zoo = new OpenZoo(
                look,
                List.of("-XX:+DisableAttachMechanism", Standstill.OPTION, "-Dweft.debug.history=1000000"),
                "wedged,ping-pong=3,sleepers,reader");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        zoo.close();
    }

    @Test
    void thereIsATreeAlthoughNobodyMayAttach() throws Exception {
        String tree = zoo.answer("tree");
        assertTrue(tree.contains("(" + line("Wedged", "await(JOBS.receive())") + ")"), tree);
    }

    @Test
    void nothingIsWrongWithIt() throws Exception {
        Subprocess.Result check = zoo.ask("check");
        assertEquals(0, check.exitCode(), check.output());
    }

    @Test
    void twoTasksOfTenAreStuckInOneWait() throws Exception {
        Subprocess.Result stuck = zoo.ask("stuck", "--for", "2s");
        assertEquals(1, stuck.exitCode(), stuck.output());
        assertTrue(stuck.output().contains("(" + line("Wedged", "await(JOBS.receive())") + ")"), stuck.output());
        assertTrue(stuck.output().contains("#") && stuck.output().contains("wedged-*"), stuck.output());
        assertFalse(stuck.output().contains("ticking-"), stuck.output());
    }

    @Test
    void theHistoryHasTheBallThereAndBackInOrder() throws Exception {
        String history = zoo.answer("history", "--filter", " p[io]ng  ");
        List<String> passes = history.lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.replaceAll(".*#\\S+ | at .*", ""))
                .toList();
        List<String> expected = new ArrayList<>(List.of("pong  spawned", "ping  spawned"));
        for (int i = 0; i < 3; i++) {
            expected.addAll(
                    i == 0 ? List.of("pong  started", "pong  suspended", "ping  started") : List.of("ping  resumed"));
            expected.addAll(
                    List.of("pong  woken", "ping  suspended", "pong  resumed", "ping  woken", "pong  suspended"));
        }
        expected.addAll(List.of("ping  resumed", "ping  returned"));
        assertEquals(expected, passes, history);
        assertTrue(
                history.contains(
                        "suspended at com.example.zoo.PingPong.pong(" + line("PingPong", "await(THERE.receive())")),
                history);
    }

    @Test
    void twoDumpsShowWhatHasNotMoved(@TempDir Path folder) throws Exception {
        Path before = Files.writeString(folder.resolve("a.json"), zoo.answer("dump", "--json"));
        Path after = Files.writeString(folder.resolve("b.json"), zoo.answer("dump", "--json"));
        Subprocess.Result diff = OpenZoo.weft(look.ownJdk(), List.of("diff", before.toString(), after.toString()));
        assertEquals(1, diff.exitCode(), diff.output());
        assertTrue(diff.output().contains("wedged-"), diff.output());
        assertTrue(diff.output().contains("ticking-"), diff.output());
    }

    /** It takes no lock that a thread could hold which stands. */
    @Test
    void aDebuggerGetsADumpWhileAllThreadsStand() throws Exception {
        DumpedTasks before = new DumpedTasks(zoo.answer("dump", "--json"));
        int line = SourceLines.with(OpenZoo.source("Wedged"), "sleep(Duration.ofMillis(5))");
        try (Standstill stand = new Standstill(zoo.printedAtStart(), "com.example.zoo.Wedged", line)) {
            DumpedTasks dump = new DumpedTasks(stand.call("dev.weft.debug.TaskDump", "dumpJson"));
            assertEquals(before.ids(), dump.ids());
            assertEquals(List.of(), dump.edgesWithoutReverse());
            JsonObject running = dump.all().stream()
                    .filter(task -> task.get("state").getAsString().equals("running"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("Wedged.java:" + line, DumpedTasks.linesOf(running).get(0));
        }
    }
}
