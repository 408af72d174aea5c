// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.weft.support.Subprocess;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A task whose only completer was dropped, beside tasks that wait for what will come, seen from outside after a collection of garbage. */
@ParameterizedClass
@MethodSource("dev.weft.endtoend.Look#all")
@SuppressWarnings("NullAway.Init") // JUnit calls open first
record LostZooIT(Look look) {
    private static final Pattern ANNOUNCED = Pattern.compile("Task forgotten, .*\\R.*\\R");

    private static OpenZoo zoo;
    private static String lost;
    private static String announced;

    @BeforeParameterizedClassInvocation
    static void open(Look look) throws Exception {
        zoo = new OpenZoo(look, List.of(), "dropped,sleepers,reader,chain,pool,foreign,kinds");
        lost = zoo.answerAfterCollections("lost", Pattern.compile("forgotten"));
        announced = zoo.printsUntil(ANNOUNCED);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        zoo.close();
    }

    @Test
    void theLostTaskIsAnnouncedWithTheLinesOfItsSpawnAndItsAwait() {
        assertTrue(announced.contains("Nobody can have these tasks go on"), announced);
        assertTrue(
                Pattern.compile("Task forgotten, spawned at \\S+\\(" + line("DroppedCompleter", "spawn(\"forgotten\"")
                                + "\\), has awaited stage CompletableFuture@\\w+ for \\d+ s\\R"
                                + "\\s+at \\S+\\(" + line("DroppedCompleter", "await(answer)") + "\\)")
                        .matcher(announced)
                        .find(),
                announced);
    }

    @Test
    void theCommandShowsIt() throws Exception {
        assertTrue(lost.contains("(" + line("DroppedCompleter", "await(answer)") + ")"), lost);
        assertTrue(lost.contains("LOST"), lost);
        assertEquals(1, zoo.ask("lost").exitCode());
    }

    @Test
    void whoCanGoOnNeverAppears() throws Exception {
        String after = zoo.answerAfterCollections("lost", Pattern.compile("forgotten"));
        assertTrue(after.contains("nobody can have 1 of "), after);
        String collected = zoo.ask("lost", "--gc").output();
        assertTrue(collected.contains("nobody can have 1 of "), collected);
        assertFalse(announced.contains("sleeper"), announced);
    }

    @Test
    void treeCheckAndJsonSayIt() throws Exception {
        assertTrue(Pattern.compile("forgotten  SUSPENDED .*  LOST")
                .matcher(zoo.answer("tree"))
                .find());
        Subprocess.Result check = zoo.ask("check");
        assertEquals(1, check.exitCode(), check.output());
        assertTrue(check.output().contains("LOST  1 task"), check.output());
        DumpedTasks tasks = new DumpedTasks(zoo.answer("dump", "--json"));
        assertTrue(tasks.named("forgotten").get("lost").getAsBoolean());
        for (JsonObject task : tasks.all()) {
            assertTrue(
                    !task.get("lost").getAsBoolean()
                            || task.get("name").getAsString().equals("forgotten"),
                    task::toString);
        }
    }
}
