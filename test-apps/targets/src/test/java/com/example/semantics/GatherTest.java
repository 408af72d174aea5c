// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.Tuple3;
import dev.weft.Tuple4;
import dev.weft.Tuple5;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Behaviours of asyncio's test_tasks that concern gather; that it waits for what it cancels is trio's. Holds off
 * (docs/weaving-limits.md): Traces made by copying exceptions.
 */
@Timeout(120)
class GatherTest implements OnEverySchedule {
    /** asyncio test_tasks: results are in the order of the arguments, whatever ends first. */
    @AsyncTest
    void resultsAreInArgumentOrder() throws Exception {
        List<String> events = new ArrayList<>();
        List<String> results =
                await(gather(List.of(named("a", ms(3), events), named("b", ms(1), events), named("c", ms(2), events))));
        assertEquals(List.of("a", "b", "c"), results);
        assertEquals(3, millis());
        assertThrows(UnsupportedOperationException.class, () -> results.add("more"));
    }

    /**
     * asyncio test_tasks: children start in the order of the arguments. A simulated loop shuffles it on purpose. cppcoro: when_all:
     * started in argument order.
     */
    @Test
    void childrenStartInArgumentOrder() throws Exception {
        inOrder(() -> {
            List<String> events = new ArrayList<>();
            await(gather(List.of(named("a", ms(0), events), named("b", ms(0), events), named("c", ms(0), events))));
            assertEquals(List.of("a", "b", "c"), events);
            return Task.done();
        });
    }

    /** asyncio test_tasks: gather of nothing. cppcoro: when_all: none. */
    @AsyncTest
    void gatherOfNothingIsEmpty() throws Exception {
        assertEquals(List.of(), await(gather(List.<Task<String>>of())));
    }

    /** asyncio test_tasks: constructor use running loop. Hackerl: all: values of mixed types. cppcoro: when_all: mixed. */
    @AsyncTest
    void resultsOfDifferentTypesAreTyped() throws Exception {
        Task<Integer> one = Task.of(1);
        Task<String> two = Task.of("2");
        Task<Long> three = Task.of(3L);
        Task<Character> four = Task.of('4');
        Task<Void> five = Task.done();
        assertEquals(new Tuple2<>(1, "2"), await(gather(one, two)));
        assertEquals(new Tuple3<>(1, "2", 3L), await(gather(one, two, three)));
        assertEquals(new Tuple4<>(1, "2", 3L, '4'), await(gather(one, two, three, four)));
        Tuple5<Integer, String, Long, Character, Void> all = await(gather(one, two, three, four, five));
        assertEquals(new Tuple5<>(1, "2", 3L, '4', (Void) null), all);
    }

    /**
     * Structured: asyncio leaves the others running, which trio and Kotlin do not. asyncio test_tasks: wait first exception; one
     * exception. netcan: failure of one child. Hackerl: all: success, failure and cancel. cppcoro: when_all: throws if any throws.
     */
    @AsyncTest
    void theFirstFailureCancelsTheOthersAndWaitsForThem() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(gather(List.of(
                slowToEnd("slow", ms(10), events, null), failsAfter(ms(1), failure), named("quick", LONG, events)))));
        assertSame(failure, thrown);
        assertEquals(11, millis());
        assertEquals(List.of("quick", "quick cancelled", "slow has ended at 11"), events);
        assertEquals(0, thrown.getSuppressed().length);
    }

    /** What fails while it unwinds is suppressed in argument order, whatever order it failed in. asyncio test_tasks: exception marking. */
    @AsyncTest
    void furtherFailuresAreSuppressedInArgumentOrder() throws Exception {
        List<String> events = new ArrayList<>();
        IOException first = new IOException("first");
        Exception a = new Exception("a");
        Exception b = new Exception("b");
        Throwable thrown = await(failureOf(gather(List.of(
                slowToEnd("a", ms(9), events, a), failsAfter(ms(1), first), slowToEnd("b", ms(2), events, b)))));
        assertSame(first, thrown);
        assertArrayEquals(new Throwable[] {a, b}, thrown.getSuppressed());
    }

    /** asyncio test_tasks: the same exception from several children. */
    @AsyncTest
    void aFailureSharedByTheChildrenIsNotSuppressedInItself() throws Exception {
        IOException shared = new IOException();
        Throwable thrown = await(failureOf(gather(failsAfter(ms(1), shared), failsAfter(ms(1), shared))));
        assertSame(shared, thrown);
        assertEquals(0, thrown.getSuppressed().length);
    }

    /** asyncio test_tasks: a child that was done, or had failed, before. */
    @AsyncTest
    void aTaskThatFailedBeforeFailsTheGather() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        ScheduledTask<String> failed = spawn(failsAfter(ms(1), failure));
        assertSame(failure, await(failureOf(failed)));
        assertSame(failure, await(failureOf(gather(named("other", LONG, events), failed))));
        assertEquals(1, millis());
        assertSame(failure, await(failureOf(gather(Task.failed(failure), Task.of(1)))));
    }

    /** asyncio test_tasks: cancelling one child is a failure of the gather, a cancellation of nobody else. */
    @AsyncTest
    void aChildThatIsCancelledFailsTheGather() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> child = spawn(named("child", LONG, events));
        ScheduledTask<Throwable> waiting = spawn(failureOf(gather(child, named("sibling", LONG, new ArrayList<>()))));
        await(sleep(ms(1)));
        child.cancel();
        assertInstanceOf(CancellationException.class, await(waiting));
        assertEquals(0, waiting.cancelling());
        assertEquals(List.of("child", "child cancelled"), events);
    }

    /**
     * asyncio test_tasks: cancelling the one who gathers reaches every child; here it also waits for them. Hackerl: all: success,
     * failure and cancel.
     */
    @AsyncTest
    void anOuterCancelGoesToAllChildrenAndWaitsForThem() throws Exception {
        List<String> events = new ArrayList<>();
        Exception failure = new Exception("while unwinding");
        ScheduledTask<Throwable> waiting =
                spawn(failureOf(gather(slowToEnd("a", ms(5), events, null), slowToEnd("b", ms(3), events, failure))));
        await(sleep(ms(1)));
        waiting.cancel();
        Throwable thrown = await(waiting);
        assertInstanceOf(CancellationException.class, thrown);
        assertArrayEquals(new Throwable[] {failure}, thrown.getSuppressed());
        assertEquals(List.of("b has ended at 4", "a has ended at 6"), events);
    }

    @Async
    private static Task<String> swallows() {
        try {
            await(sleep(LONG));
        } catch (CancellationException swallowed) {
            return Task.of("swallowed");
        }
        return Task.of("slept");
    }

    /** asyncio test_tasks: the one who gathers is cancelled even if every child swallows it. */
    @AsyncTest
    void anOuterCancelIsNotLostWhenTheChildrenSwallowIt() throws Exception {
        ScheduledTask<Throwable> waiting = spawn(failureOf(gather(swallows(), swallows())));
        await(sleep(ms(1)));
        waiting.cancel();
        assertInstanceOf(CancellationException.class, await(waiting));
    }

    @Async
    private static Task<Void> gathersAfterSelfCancel(ScheduledTask<String> running, List<String> events) {
        currentTask().cancel();
        await(gather(running, named("cold", ms(1), events)));
        return Task.done();
    }

    @AsyncTest
    void aTaskThatIsCancelledAlreadyStartsNoChildAndReachesThoseThatRun() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> running = spawn(slowToEnd("running", ms(2), events, null));
        await(sleep(ms(1)));
        Throwable thrown = await(failureOf(spawn(gathersAfterSelfCancel(running, events))));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(State.CANCELLED, running.state());
        assertEquals(List.of("running has ended at 3"), events);
    }

    /** asyncio test_tasks: a coroutine given twice; a Task runs once. The gather ends, and nothing of it is left. */
    @AsyncTest
    @SuppressWarnings("weft:TaskAwaitedTwice") // that is what is tested
    void theSameTaskTwiceIsRefused() throws Exception {
        List<String> events = new ArrayList<>();
        Task<String> twice = named("twice", LONG, events);
        Throwable thrown = await(failureOf(gather(twice, twice, named("behind", LONG, events))));
        assertInstanceOf(IllegalStateException.class, thrown);
        assertTrue(thrown.getMessage().contains("Schedules.named(Schedules.java:"), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("was awaited or spawned before"), thrown.getMessage());
        assertEquals(List.of(), events);
    }

    /**
     * asyncio test_tasks: the same future may be given twice; a scheduled task is awaited by any number. netcan: gather of what stays
     * awaitable and what was moved.
     */
    @AsyncTest
    void theSameScheduledTaskTwiceIsFine() throws Exception {
        ScheduledTask<String> task = spawn(named("a", ms(1), new ArrayList<>()));
        assertEquals(new Tuple2<>("a", "a"), await(gather(task, task)));
    }

    /** netcan: gather inside gather. */
    @AsyncTest
    void gathersNest() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals(
                new Tuple2<>(List.of("a", "b"), new Tuple2<>("c", 4)),
                await(gather(
                        gather(List.of(named("a", ms(2), events), named("b", ms(1), events))),
                        gather(named("c", ms(3), events), Task.of(4)))));
    }

    /** cppcoro: when_all: a vector. */
    @AsyncTest
    void manyChildren() throws Exception {
        List<Task<String>> parts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            parts.add(named("n" + i, ms(i % 7), new ArrayList<>()));
        }
        List<String> results = await(gather(parts));
        assertEquals(2_000, results.size());
        assertEquals("n1999", results.get(1999));
    }
}
