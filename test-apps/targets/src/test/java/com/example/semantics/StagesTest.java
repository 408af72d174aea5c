// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.race;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Outcome;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.Tuple3;
import dev.weft.Tuple4;
import dev.weft.Tuple5;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** What takes an awaitable takes a stage of java.util.concurrent too, and cancels it as an await of the stage would. */
@Timeout(120)
class StagesTest implements OnEverySchedule {
    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** asyncio test_tasks: constructor heterogenous futures; constructor homogenous futures. */
    @AsyncTest
    void gatherOfStagesIsTyped() throws Exception {
        Tuple2<Integer, String> two = await(gather(done(1), done("2")));
        assertEquals(new Tuple2<>(1, "2"), two);
        Tuple3<Integer, String, Long> three = await(gather(done(1), done("2"), done(3L)));
        assertEquals(new Tuple3<>(1, "2", 3L), three);
        Tuple4<Integer, String, Long, Character> four = await(gather(done(1), done("2"), done(3L), done('4')));
        assertEquals(new Tuple4<>(1, "2", 3L, '4'), four);
        assertEquals(
                new Tuple5<>(1, "2", 3L, '4', "5"), await(gather(done(1), done("2"), done(3L), done('4'), done("5"))));
        List<String> list = await(gather(List.of(done("a"), done("b"))));
        assertEquals(List.of("a", "b"), list);
        assertEquals(1, await(gather(Set.of(done("a")))).size());
    }

    @AsyncTest
    void aStageAndATaskAreGatheredThroughAnAwaitable() throws Exception {
        Awaitable<Integer> stage = Awaitable.of(done(1));
        assertEquals(new Tuple2<>(1, "2"), await(gather(stage, Task.of("2"))));
    }

    @AsyncTest
    void aFailureCancelsTheOtherStages() throws Exception {
        IOException failure = new IOException();
        CompletableFuture<String> never = new CompletableFuture<>();
        assertSame(failure, await(failureOf(gather(never, CompletableFuture.failedFuture(failure)))));
        assertTrue(never.isCancelled());
    }

    @AsyncTest
    void aLimitOfTimeCancelsTheStage() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(never, ms(1)))));
        assertTrue(never.isCancelled());
        assertEquals("value", await(waitFor(done("value"), ms(1))));
    }

    /** asyncio test_tasks: ensure future future. */
    @AsyncTest
    void aStageIsSpawned() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        ScheduledTask<String> task = spawn("stage", never);
        assertEquals("stage", task.name());
        assertEquals("value", await(spawn(done("value"))));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertTrue(never.isCancelled());
    }

    @AsyncTest
    void stagesRaceAndSettle() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        assertEquals("first", await(race(never, done("first"))));
        assertTrue(never.isCancelled());
        CompletableFuture<String> failed = CompletableFuture.failedFuture(new IOException());
        assertEquals("second", await(any(failed, done("second"))));
        assertEquals("listed", await(any(List.of(failed, done("listed")))));
        List<Outcome<String>> settled = await(allSettled(List.of(failed, done("b"))));
        assertInstanceOf(IOException.class, settled.get(0).failure());
        assertEquals("b", settled.get(1).value());
    }

    @AsyncTest
    void howStagesHaveEndedIsTyped() throws Exception {
        IOException failure = new IOException();
        Tuple2<Outcome<Integer>, Outcome<String>> two =
                await(allSettled(done(1), CompletableFuture.<String>failedFuture(failure)));
        assertEquals(1, two.first().value());
        assertSame(failure, two.second().failure());
        Tuple3<Outcome<Integer>, Outcome<String>, Outcome<Long>> three =
                await(allSettled(done(1), done("2"), done(3L)));
        assertEquals(3L, three.third().value());
        Tuple4<Outcome<Integer>, Outcome<String>, Outcome<Long>, Outcome<Double>> four =
                await(allSettled(done(1), done("2"), done(3L), done(4.0)));
        assertEquals(4.0, four.fourth().value());
        Tuple5<Outcome<Integer>, Outcome<String>, Outcome<Long>, Outcome<Double>, Outcome<Boolean>> five =
                await(allSettled(done(1), done("2"), done(3L), done(4.0), done(true)));
        assertEquals(true, five.fifth().value());
    }

    @AsyncTest
    void aLoopSpawnsAStage() throws Exception {
        EventLoop loop = EventLoop.current();
        assertEquals("value", await(loop.spawn(done("value"))));
        assertEquals("named", loop.spawn("named", done("value")).name());
        await(sleep(ms(1)));
    }

    @AsyncTest
    void anEmptyListNeedsNoType() throws Exception {
        assertEquals(List.of(), await(gather(List.of())));
        assertEquals(List.of(), await(gather(new ArrayList<>())));
        assertEquals(List.of(), await(allSettled(List.of())));
        assertThrows(IllegalArgumentException.class, () -> any(List.of()));
        assertThrows(IllegalArgumentException.class, () -> race(List.of()));
        assertEquals(false, await(asCompleted(List.of(), parts -> Task.of(parts.hasNext()))));
        assertEquals(false, await(asCompleted(new ArrayList<>(), parts -> Task.of(parts.hasNext()))));
    }

    @AsyncTest
    void collectionsOfStagesAreGathered() throws Exception {
        Set<CompletionStage<String>> one = Set.of(done("a"));
        List<CompletableFuture<String>> two = List.of(done("b"), done("c"));
        assertEquals(List.of("b", "c"), await(gather(two)));
        assertEquals(List.of("a", "b", "c"), await(gather(one, two)));
        assertEquals("a", await(any(one)));
        assertEquals("a", await(race(one)));
    }
}
