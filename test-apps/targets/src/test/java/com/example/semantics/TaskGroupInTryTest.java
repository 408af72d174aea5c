// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.onEverySchedule;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of asyncio's test_taskgroups, of groups of a try statement, whose block is the task that opens them. */
@Timeout(120)
class TaskGroupInTryTest implements OnEverySchedule {
    /** asyncio test_taskgroups: taskgroup_01 and 24. */
    @AsyncTest
    void joinWaitsForAllChildrenAndThoseThatTheySpawn() throws Exception {
        List<String> events = new ArrayList<>();
        try (TaskGroup group = TaskGroup.open()) {
            ScheduledTask<String> child = group.spawn(named("child", ms(2), events));
            group.spawn(spawnsAnother(group, events));
            await(group.join());
            assertEquals("child", await(child));
            assertEquals(4, millis());
            assertTrue(group.isClosed());
        }
    }

    @Async
    private static Task<Void> spawnsAnother(TaskGroup group, List<String> events) throws Exception {
        await(sleep(ms(1)));
        group.spawn(named("grandchild", ms(3), events));
        return Task.done();
    }

    /** Hackerl: TaskGroup: awaiting when all are done already. */
    @AsyncTest
    void joinOfNothingDoesNotSuspend() throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            await(group.join());
            await(group.join());
            assertThrows(IllegalStateException.class, () -> group.spawn(Task.of(1)));
        }
    }

    /** asyncio test_taskgroups: taskgroup_04. */
    @AsyncTest
    void aChildThatFailsCancelsItsSiblingsAndJoinThrowsTheFailure() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(failsAfter(ms(1), failure));
            group.spawn(slowToEnd("sibling", ms(5), events, null));
            assertSame(failure, await(failureOf(group.join())));
        }
        assertEquals(List.of("sibling has ended at 6"), events);
        assertEquals(0, currentTask().cancelling());
    }

    @Async
    private static Task<Void> awaitsSomethingElse(List<String> events, Exception failure) throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(failsAfter(ms(1), failure));
            await(named("block", LONG, events));
            await(group.join());
        }
        return Task.done();
    }

    /** asyncio test_taskgroups: cancel_children_on_child_error. A try statement cannot exchange the exception, but it has both. */
    @AsyncTest
    void aChildThatFailsInterruptsTheBlockAndTheFailureIsSuppressedInWhatLeaves() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        ScheduledTask<Void> task = spawn(awaitsSomethingElse(events, failure));
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertTrue(thrown.getMessage().contains("has failed with java.io.IOException"), thrown.getMessage());
        assertArrayEquals(new Throwable[] {failure}, thrown.getSuppressed());
        assertEquals(List.of("block", "block cancelled"), events);
        assertEquals(0, task.cancelling());
    }

    /** asyncio test_taskgroups: cancelling_level_preserved. */
    @AsyncTest
    void joinTakesTheInterruptionBackAndThrowsTheFailure() throws Exception {
        IOException failure = new IOException();
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(failsAfter(ms(1), failure));
            assertInstanceOf(CancellationException.class, await(failureOf(sleep(LONG))));
            assertEquals(1, currentTask().cancelling());
            assertSame(failure, await(failureOf(group.join())));
            assertEquals(0, currentTask().cancelling());
        }
        await(sleep(ms(1)));
    }

    @Async
    private static Task<Void> joins(List<String> events) throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(slowToEnd("a", ms(3), events, null));
            group.spawn(slowToEnd("b", ms(2), events, null));
            await(group.join());
        }
        return Task.done();
    }

    /** asyncio test_taskgroups: cancellation. */
    @AsyncTest
    void aCancellationGoesToTheChildrenAndComesWhenAllHaveEnded() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(joins(events));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(State.CANCELLED, task.state());
        assertEquals(List.of("b has ended at 3", "a has ended at 4"), events);
    }

    @Async
    private static Task<Void> joinsCancelled(List<String> events) throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(slowToEnd("child", ms(3), events, null));
            await(sleep(ms(1)));
            currentTask().cancel();
            await(group.join());
        }
        return Task.done();
    }

    /** The children run already, so the join has to wait for them. */
    @AsyncTest
    void aJoinOfATaskThatIsCancelledAlreadyWaitsForTheChildren() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(joinsCancelled(events));
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("child has ended at 4"), events);
    }

    @AsyncTest
    void aLimitOfTimeOfTheJoinEndsTheChildren() throws Exception {
        List<String> events = new ArrayList<>();
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(slowToEnd("child", ms(3), events, null));
            assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(group.join(), ms(1)))));
        }
        assertEquals(List.of("child has ended at 4"), events);
    }

    @AsyncTest
    void cancelHasJoinReturnWithoutAnException() throws Exception {
        List<String> events = new ArrayList<>();
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(slowToEnd("child", ms(3), events, null));
            await(sleep(ms(1)));
            group.cancel();
            await(sleep(ms(1)));
            await(group.join());
        }
        assertEquals(List.of("child has ended at 4"), events);
    }

    /**
     * trio: a nursery cannot be left behind; a try statement cannot wait, and so it says what it leaves. trio test_run: nursery warn use
     * async with.
     */
    @Test
    void closeWithoutJoinCancelsTheChildrenAndReports() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                List<String> events = new ArrayList<>();
                try (TaskGroup group = TaskGroup.open()) {
                    group.spawn("left", named("left", LONG, events));
                    await(sleep(ms(1)));
                }
                await(sleep(ms(1)));
                assertEquals(List.of("left", "left cancelled"), events);
                return Task.done();
            });
            assertTrue(
                    log.messages()
                            .get(0)
                            .startsWith("A TaskGroup was closed while 1 of its children ran, such as left"),
                    log.messages()::toString);
        }
    }

    @AsyncTest
    void closeWithoutJoinThrowsWhatHasFailed() throws Exception {
        IOException failure = new IOException();
        Throwable thrown = null;
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(failsAfter(ms(1), failure));
            await(failureOf(sleep(LONG)));
        } catch (Exception e) {
            thrown = e;
        }
        assertSame(failure, thrown);
        assertEquals(0, currentTask().cancelling());
        await(sleep(ms(1)));
    }

    @AsyncTest
    void aSecondJoinAtTheSameTimeIsRefused() throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(sleep(ms(5)));
            ScheduledTask<Void> other = spawn(group.join());
            await(sleep(ms(1)));
            Awaitable<Void> second = group.join();
            assertInstanceOf(IllegalStateException.class, await(failureOf(second)));
            await(other);
        }
    }

    /** Kotlin: supervisorScope. */
    @AsyncTest
    void aSupervisingGroupTellsTheCallbackAndGoesOn() throws Exception {
        List<String> events = new ArrayList<>();
        try (TaskGroup group = TaskGroup.openSupervising((child, why) -> events.add(why.getMessage()))) {
            group.spawn(failsAfter(ms(1), new IOException("why")));
            await(sleep(ms(2)));
            group.spawn(named("late", ms(2), events));
            await(group.join());
        }
        assertEquals(List.of("why", "late"), events);
    }

    /** asyncio test_taskgroups: taskgroup_without_parent_task. */
    @Test
    void aGroupNeedsATask() {
        assertThrows(IllegalStateException.class, TaskGroup::open);
    }

    // ------------------------------------------------------------------ told once

    @Async
    private static Task<Void> joinsOne(Exception failure) throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(slowToEnd("child", ms(1), new ArrayList<>(), failure));
            await(group.join());
        }
        return Task.done();
    }

    @AsyncTest
    void whatTheCancellationOfJoinHasSuppressedIsNotThrownByCloseAgain() throws Exception {
        IOException failure = new IOException();
        ScheduledTask<Void> task = spawn(joinsOne(failure));
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertArrayEquals(new Throwable[] {failure}, thrown.getSuppressed());
    }

    @Async
    private static Task<Void> joinsInsideAnother(Exception outer, Exception inner) throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(failsAfter(ms(1), outer));
            await(joinsOne(inner));
            await(group.join());
        }
        return Task.done();
    }

    @AsyncTest
    void whatTheJoinOfAnInnerGroupHasSuppressedIsThereOnce() throws Exception {
        IOException outer = new IOException("outer");
        IOException inner = new IOException("inner");
        Throwable thrown = await(failureOf(spawn(joinsInsideAnother(outer, inner))));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(List.of(inner, outer), List.of(thrown.getSuppressed()));
    }
}
