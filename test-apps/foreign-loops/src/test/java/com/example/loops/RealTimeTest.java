// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.internal.LoopTimers;
import dev.weft.sync.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Woven code on the threads of Netty, Vert.x and Swing, in their time. */
@Timeout(60)
class RealTimeTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(2);

    /** What a test does with a loop, on a thread that is not the loop's. */
    interface Body {
        void with(ForeignLoop loop, Thread thread) throws Exception;
    }

    private static void on(Owner owner, Body body) throws Exception {
        try (Owner.Running running = owner.start();
                ForeignLoop loop = EventLoop.over(running.executor())) {
            body.with(
                    loop,
                    CompletableFuture.supplyAsync(Thread::currentThread, running.executor())
                            .get());
        }
    }

    // ------------------------------------------------------------------ time

    @Async
    private static Task<List<String>> naps(EventLoop loop) {
        List<String> events = new ArrayList<>();
        long begin = System.nanoTime();
        await(sleep(SHORT));
        assertTrue(System.nanoTime() - begin >= SHORT.toNanos());
        assertSame(loop, EventLoop.current());
        try {
            await(waitFor(sleep(LONG), SHORT));
        } catch (TimeoutException over) {
            events.add("timeout");
        }
        events.add(Thread.currentThread().getName());
        return Task.of(events);
    }

    @ParameterizedTest
    @EnumSource
    void sleepsAndLimitsOfTimeEndOnTheThread(Owner owner) throws Exception {
        on(owner, (loop, thread) -> {
            assertEquals(List.of("timeout", thread.getName()), loop.run(naps(loop)));
            assertEquals(0, LoopTimers.setOn(loop));
        });
    }

    @Async
    private static Task<Void> sleepsLong(List<String> events) {
        try {
            await(sleep(LONG));
            return Task.done();
        } finally {
            await(sleep(SHORT));
            events.add("cleaned up");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCancellationFromAnotherThreadReachesTheTask(Owner owner) throws Exception {
        on(owner, (loop, thread) -> {
            List<String> events = new ArrayList<>();
            ScheduledTask<Void> task = loop.spawn(sleepsLong(events));
            loop.run(sleep(SHORT));
            task.cancel();
            assertThrows(CancellationException.class, task::block);
            assertEquals(List.of("cleaned up"), events);
            assertEquals(0, loop.run(timersOf(loop)));
        });
    }

    @Async
    private static Task<Integer> timersOf(EventLoop loop) {
        return Task.of(LoopTimers.setOn(loop));
    }

    @Async
    private static Task<Integer> one() {
        return Task.of(1);
    }

    @Async
    private static Task<Integer> callsUntil(AtomicBoolean over) {
        int calls = 0;
        while (!over.get()) {
            calls += await(one());
        }
        return Task.of(calls);
    }

    /** Nothing else of the loop is to be done; but the thread has other work. */
    @ParameterizedTest
    @EnumSource
    void aTaskThatOnlyCallsLeavesRoomForTheOwner(Owner owner) throws Exception {
        try (Owner.Running running = owner.start();
                ForeignLoop loop = EventLoop.over(running.executor())) {
            AtomicBoolean over = new AtomicBoolean();
            ScheduledTask<Integer> task = loop.spawn(callsUntil(over));
            running.executor().execute(() -> over.set(true));
            assertTrue(task.block() >= 0);
        }
    }

    // ------------------------------------------------------------------ other threads

    @Async
    private static Task<List<Integer>> receiveAll(Channel<Integer> channel) {
        List<Integer> received = new ArrayList<>();
        for (Optional<Integer> next = await(channel.next()); next.isPresent(); next = await(channel.next())) {
            received.add(next.get());
        }
        return Task.of(received);
    }

    @ParameterizedTest
    @EnumSource
    void aChannelLeadsFromAnotherThreadIntoTheLoop(Owner owner) throws Exception {
        on(owner, (loop, thread) -> {
            Channel<Integer> channel = Channel.bounded(2);
            ScheduledTask<List<Integer>> receiver = loop.spawn(receiveAll(channel));
            for (int i = 0; i < 20; i++) {
                channel.send(i).block();
            }
            channel.close();
            assertEquals(20, receiver.block().size());
        });
    }

    @Async
    private static Task<Void> blocksElsewhere() {
        Thread here = Thread.currentThread();
        var threads = await(gather(blocking(Thread::currentThread), blocking(Thread::currentThread)));
        assertNotSame(here, threads.first());
        assertNotSame(here, threads.second());
        assertSame(here, Thread.currentThread());
        return Task.done();
    }

    @ParameterizedTest
    @EnumSource
    void blockingCallsLeaveTheThreadAndComeBack(Owner owner) throws Exception {
        on(owner, (loop, thread) -> loop.run(blocksElsewhere()));
    }

    @Async
    private static CompletableFuture<EventLoop> stage(ScheduledTask<String> task) {
        await(task);
        return CompletableFuture.completedFuture(EventLoop.current());
    }

    /** As in a handler of the owner's: it has no loop, and may await a task of one. */
    @ParameterizedTest
    @EnumSource
    void plainCodeOfTheThreadHasNoLoop(Owner owner) throws Exception {
        try (Owner.Running running = owner.start();
                ForeignLoop loop = EventLoop.over(running.executor())) {
            CompletableFuture<EventLoop> stage = new CompletableFuture<>();
            running.executor().execute(() -> {
                assertNull(EventLoop.current());
                var unused = stage(loop.spawn("named", named())).thenAccept(stage::complete);
            });
            assertSame(loop, stage.get(), "it goes on in the turn in which the task ends");
        }
    }

    @Async
    private static Task<String> named() {
        await(sleep(SHORT));
        return Task.of(EventLoop.current().tasks().toString());
    }

    // ------------------------------------------------------------------ dumps

    @Async
    private static Task<Void> waits(CompletableFuture<Void> gate) {
        await(gate);
        throw new IllegalStateException("after the wait");
    }

    @Async
    private static Task<List<String>> dump(CompletableFuture<Void> gate) {
        ScheduledTask<Void> waiting = spawn("waiting", waits(gate));
        await(sleep(SHORT));
        List<String> lines = new ArrayList<>();
        for (ScheduledTask<?> task : EventLoop.current().tasks()) {
            lines.add(task.name()
                    + ' '
                    + task.state()
                    + ' '
                    + task.callStack().get(0).getMethodName());
        }
        gate.complete(null);
        try {
            await(waiting);
        } catch (IllegalStateException failure) {
            lines.add(Arrays.toString(failure.getStackTrace()));
        }
        return Task.of(lines);
    }

    @ParameterizedTest
    @EnumSource
    void dumpsAndTracesShowTheTasksAndWhoRunsTheLoop(Owner owner) throws Exception {
        on(owner, (loop, thread) -> {
            List<String> lines = loop.run(dump(new CompletableFuture<>()));
            assertEquals(List.of("main RUNNING dump", "waiting SUSPENDED waits"), lines.subList(0, 2));
            String trace = lines.get(2);
            assertTrue(trace.contains("RealTimeTest.waits"), trace);
            assertTrue(trace.contains("RealTimeTest.dump"), trace);
            String below = owner == Owner.SWING ? "java.awt.EventDispatchThread.run" : "io.netty";
            assertTrue(trace.contains(below), trace);
        });
    }

    // ------------------------------------------------------------------ its end

    @ParameterizedTest
    @EnumSource
    void stopAndCloseComeFromOtherThreads(Owner owner) throws Exception {
        on(owner, (loop, thread) -> {
            List<String> events = new ArrayList<>();
            ScheduledTask<Void> stopped = loop.spawn(sleepsLong(events));
            loop.run(sleep(SHORT));
            loop.stop();
            assertThrows(CancellationException.class, stopped::block);
            ScheduledTask<Void> left = loop.spawn(sleepsLong(events));
            loop.run(sleep(SHORT));
            loop.close();
            assertEquals(State.CANCELLED, left.state());
            assertEquals(List.of("cleaned up", "cleaned up"), events);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theThreadItselfClosesTheLoopWithoutWaiting(Owner owner) throws Exception {
        on(owner, (loop, thread) -> {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            loop.post(() -> {
                assertThrows(IllegalStateException.class, loop::close);
                loop.closeAsync().thenRun(() -> closed.complete(null));
            });
            closed.get(30, TimeUnit.SECONDS);
            assertTrue(loop.isClosed());
        });
    }

    /** As in the method in which the owner starts, before the loop had a turn. */
    @ParameterizedTest
    @EnumSource
    void theThreadItselfClosesALoopThatHasHadNothingToDo(Owner owner) throws Exception {
        try (Owner.Running running = owner.start()) {
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(
                    () -> {
                        ForeignLoop loop = EventLoop.over(running.executor());
                        loop.close();
                        return loop.isClosed();
                    },
                    running.executor());
            assertTrue(closed.get(30, TimeUnit.SECONDS));
        }
    }

    /** What the executor was tried with has shown the thread. */
    @ParameterizedTest
    @EnumSource
    void theThreadItselfIsNotBlockedBeforeTheFirstTurn(Owner owner) throws Exception {
        try (Owner.Running running = owner.start();
                ForeignLoop loop = EventLoop.over(running.executor())) {
            CompletableFuture<Throwable> refused = CompletableFuture.supplyAsync(
                    () -> assertThrows(IllegalStateException.class, () -> loop.run(one())), running.executor());
            String message = refused.get(30, TimeUnit.SECONDS).getMessage();
            assertTrue(message.contains("on which this event loop makes its turns"), message);
        }
    }
}
