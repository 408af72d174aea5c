// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.debug.FrameInfo;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.TaskInfo.State;
import dev.weft.debug.WaitInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitingTasksTest {
    private final List<TaskInfo> tasks = new ArrayList<>();

    @Test
    void theWaitOfAPartCountsUnderItsCallerAndNotForThatToo() throws IOException {
        suspended("1.1", 5, wait("waitFor", "1.2"), "main");
        suspended("1.2", 2, wait("mutex"), "inner", "outer");
        assertEquals("main();outer();inner();[waiting mutex] 1\n", profile());
    }

    @Test
    void whoWaitsForALockHasTheWaitAndNotItsHolder() throws IOException {
        suspended("1.1", 2, wait("mutex", "1.2"), "first");
        suspended("1.2", 2, wait("connect"), "second");
        assertEquals("first();[waiting mutex] 1\nsecond();[waiting connect] 1\n", profile());
    }

    @Test
    void aDeadlineBesideWorkIsIdle() throws IOException {
        suspended("1.1", 2, wait("race", "1.2", "1.3"), "main");
        suspended("1.2", 7, wait("sleep"), "pause", "work");
        suspended("1.3", 1, wait("sleep"));
        assertEquals("main();work();pause();[waiting sleep] 1\nidle;main();[waiting sleep] 1\n", profile());
    }

    @Test
    void sleepsBesideNothingElseAreWaitedFor() throws IOException {
        suspended("1.1", 2, wait("gather", "1.2", "1.3"), "main");
        suspended("1.2", 1, wait("sleep"));
        suspended("1.3", 1, wait("sleep"));
        assertEquals("main();[waiting sleep] 2\n", profile());
    }

    @Test
    void whoWaitsForTheNextThingToDoIsIdleAndWhoIsInTheMiddleOfOneIsNot() throws IOException {
        suspended("1.1", 9, wait("receive"), "worker");
        suspended("1.2", 9, wait("receive"), "ask", "handler");
        assertEquals("handler();ask();[waiting receive] 1\nidle;worker();[waiting receive] 1\n", profile());
    }

    @Test
    void childrenOfAGroupAreIdleAsThoseThatNobodyCalls() throws IOException {
        suspended("1.1", 9, wait("group", "1.2"), "main");
        suspended("1.2", 9, wait("sleep"), "everyMinute");
        assertEquals("idle;main();everyMinute();[waiting sleep] 1\n", profile());
    }

    @Test
    void aServerIsIdleUntilAClientComesAndAsks() throws IOException {
        suspended("1.1", 3, new WaitInfo("accept", null, "server 10.0.0.1:80", null, List.of(), null, List.of()));
        suspended("1.2", 3, read("10.0.0.1:80->10.0.0.9:5001"), "line", "request", "handle");
        suspended("1.3", 3, read("10.0.0.1:6001->10.0.0.2:5432"), "line", "query", "handle");
        assertEquals("""
                handle();query();line();[waiting read] 1
                idle;handle();request();line();[waiting read] 1
                idle;t1.1;[waiting accept] 1
                """, profile());
    }

    @Test
    void tasksThatAreReadyWaitForTheThread() throws IOException {
        add("1.1", State.READY, 2, null, "main");
        add("1.2", State.RUNNING, 2, null, "other");
        assertEquals("main();[ready] 1\n", profile());
    }

    @Test
    void whoWaitsInACircleHasTheWait() throws IOException {
        suspended("1.1", 2, wait("gather", "1.2"), "main");
        suspended("1.2", 2, wait("task", "1.3"), "a");
        suspended("1.3", 2, wait("gather", "1.2"), "b");
        assertEquals("b();[waiting gather] 1\nmain();a();[waiting task] 1\n", profile());
    }

    @Test
    void whoWaitsForACircleOrForSomebodyWhoActsHasNoWait() throws IOException {
        suspended("1.1", 2, wait("gather", "1.1", "1.2"), "main");
        suspended("1.2", 2, wait("mutex"), "c");
        assertEquals("main();c();[waiting mutex] 1\n", profile());
    }

    @Test
    void aShutdownBesideTheFirstStepOfWorkIsIdle() throws IOException {
        suspended("1.1", 9, wait("race", "1.2", "1.3"), "main");
        suspended("1.2", 1, wait("sleep"), "pause", "work");
        suspended("1.3", 1, wait("event"), "shutdown");
        assertEquals("main();work();pause();[waiting sleep] 1\nidle;main();shutdown();[waiting event] 1\n", profile());
    }

    @Test
    void workOfTheSameDepthIsNotIdleBesideItself() throws IOException {
        suspended("1.1", 9, wait("gather", "1.2", "1.3"), "main");
        suspended("1.2", 1, wait("sleep"), "pause", "first");
        suspended("1.3", 1, wait("event"), "pause", "second");
        assertEquals(
                "main();first();pause();[waiting sleep] 1\nmain();second();pause();[waiting event] 1\n", profile());
    }

    @Test
    void tasksWithoutANameAreNotALineEach() throws IOException {
        add("1.71", State.READY, 0, null);
        add("1.72", State.READY, 0, null);
        assertEquals("[callers unknown];[ready] 2\n", profile());
    }

    private String profile() throws IOException {
        Stacks stacks = new Stacks();
        new WaitingTasks(stacks).add(TaskInfo.linked(tasks), 1_000_000);
        StringBuilder text = new StringBuilder();
        stacks.drainTo(text);
        return text.toString().replaceAll("\\.(\\w+)\\(Unknown Source\\)", "$1()");
    }

    private void suspended(String id, long steps, WaitInfo wait, String... methods) {
        add(id, State.SUSPENDED, steps, wait, methods);
    }

    private void add(String id, State state, long steps, @Nullable WaitInfo wait, String... methods) {
        List<FrameInfo> stack = Arrays.stream(methods)
                .map(method -> new FrameInfo("", method, null, 0, FrameInfo.Kind.AWAIT, List.of()))
                .toList();
        tasks.add(new TaskInfo(
                id,
                methods.length == 0 && wait == null ? "task-" + id.substring(2) : "t" + id,
                1,
                state,
                null,
                null,
                steps,
                null,
                null,
                stack,
                wait,
                List.of(),
                false,
                false,
                0));
    }

    private static WaitInfo wait(String kind, String... tasks) {
        return new WaitInfo(kind, null, "", null, List.of(tasks), null, List.of());
    }

    private static WaitInfo read(String connection) {
        return new WaitInfo("read", null, connection, null, List.of(), null, List.of());
    }
}
