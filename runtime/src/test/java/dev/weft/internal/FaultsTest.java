// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.Insistent;
import dev.weft.spi.Readiness;
import dev.weft.spi.Sneaky;
import dev.weft.spi.Watched;
import dev.weft.support.BrokenLog;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One party that fails hurts nobody else, whatever it throws (contract 19). */
@Timeout(60)
class FaultsTest {
    private static final Duration SOON = Duration.ofMillis(10);

    private static List<Throwable> faults() {
        return List.of(
                new OutOfMemoryError("injected"),
                new StackOverflowError("injected"),
                new IOException("thrown sneakily"),
                new IllegalStateException("injected"));
    }

    // ------------------------------------------------------------------ waiters, timers, actions, traces

    @ParameterizedTest
    @MethodSource("faults")
    void aWaiterThatFailsStrandsNobodyBehindIt(Throwable fault) {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Void> awaited = loop.spawn("awaited", Weft.sleep(SOON));
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    awaited.subscribe(throwing(fault));
                    return Weft.gather(List.of(awaited, Script.awaiting(awaited)));
                }
                return last.get();
            }));
            assertEquals(1, warnings.all().size());
            assertTrue(warnings.messages().get(0).startsWith("The waiter (a lambda in " + FaultsTest.class.getName()));
            assertTrue(warnings.messages().get(0).contains("of awaited"));
            assertSame(fault, warnings.all().get(0).failure());
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aWaiterOfASleepThatFailsEndsNoLoop(Throwable fault) {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            assertEquals("went on", loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    Weft.sleep(SOON).subscribe(throwing(fault));
                    return Weft.sleep(SOON.multipliedBy(2));
                }
                return "went on";
            })));
            assertEquals(
                    List.of("The waiter (a lambda in " + FaultsTest.class.getName() + ") of sleep(...) failed"),
                    warnings.messages());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInsistentWaiterIsWokenUntilItGetsThrough(boolean endsInItsFirstStep) {
        List<String> woken = new ArrayList<>();
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<?> awaited = loop.spawn(endsInItsFirstStep ? Task.done() : Weft.sleep(SOON));
            loop.post(() -> {
                awaited.subscribe(() -> woken.add("first"));
                awaited.subscribe(insistent(woken));
                awaited.subscribe(() -> woken.add("third"));
            });
            loop.run(Weft.sleep(SOON.multipliedBy(2)));
            assertEquals(List.of("first", "no memory", "third", "no memory", "got through"), woken);
            assertEquals(List.of(), warnings.messages());
            int left = loop.run(Script.of((step, last) -> loop.tasks().size()));
            assertEquals(1, left, "tasks, with the one that asks");
        }
    }

    private static Insistent insistent(List<String> woken) {
        return () -> {
            if (woken.size() < 4) {
                woken.add("no memory");
                throw new OutOfMemoryError("injected");
            }
            woken.add("got through");
        };
    }

    private static Waiter throwing(Throwable fault) {
        return () -> {
            throw Sneaky.rethrow(fault);
        };
    }

    /** An exception that fails when somebody wants its trace. */
    private static final class Traceless extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Throwable fault;

        Traceless(Throwable fault) {
            this.fault = fault;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw Sneaky.rethrow(fault);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anExceptionWhoseTraceFailsReachesWhoAwaits(Throwable fault) {
        Traceless thrown = new Traceless(fault);
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Object> failing = loop.spawn(Script.of((step, last) -> {
                if (step == 0) {
                    return Weft.sleep(SOON);
                }
                throw thrown;
            }));
            assertSame(thrown, assertThrows(Traceless.class, () -> loop.run(Script.awaiting(failing))));
            CompletableFuture<Object> failed = CompletableFuture.failedFuture(thrown);
            assertSame(
                    thrown,
                    assertThrows(
                            Traceless.class,
                            () -> loop.run(Script.of((step, last) -> step == 0 ? failed : last.get()))));
        }
    }

    @Test
    void aLoggerThatFailsEndsNoLoop() {
        try (BrokenLog log = new BrokenLog();
                EventLoop loop = EventLoop.simulated(1)) {
            assertEquals("went on", loop.run(Script.of((step, last) -> {
                loop.post(() -> {
                    throw new IllegalStateException("posted");
                });
                return step == 0 ? Weft.sleep(SOON) : "went on";
            })));
            assertTrue(log.printed().contains("The action posted to the event loop"), log::printed);
        }
    }

    // ------------------------------------------------------------------ the parts of a loop

    /** Fails each call with a number of its own, once. */
    private static final class Faults {
        private final Throwable fault;
        private final int at;
        private int calls;

        Faults(Throwable fault, int at) {
            this.fault = fault;
            this.at = at;
        }

        void maybe() {
            if (++calls == at) {
                throw Sneaky.rethrow(fault);
            }
        }
    }

    private record FailingQueue(RunQueue queue, Faults faults) implements RunQueue {
        @Override
        public void add(Runnable ready) {
            faults.maybe();
            queue.add(ready);
        }

        @Override
        public @Nullable Runnable poll() {
            return queue.poll();
        }

        @Override
        public @Nullable Runnable running() {
            return queue.running();
        }

        @Override
        public void ended() {
            queue.ended();
        }

        @Override
        public int size() {
            return queue.size();
        }

        @Override
        public void forEach(Consumer<Runnable> action) {
            queue.forEach(action);
        }
    }

    /** Time that jumps, and fails. */
    private static final class FailingClock implements Clock {
        private final Faults faults;
        private long now;

        FailingClock(Faults faults) {
            this.faults = faults;
        }

        @Override
        public long nanoTime() {
            faults.maybe();
            return now;
        }

        @Override
        public boolean jump(long nanos) {
            faults.maybe();
            now += nanos;
            return true;
        }
    }

    private record FailingReadiness(Faults faults) implements Readiness {
        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void poll() {
            faults.maybe();
        }

        @Override
        public void await(long nanos) {
            faults.maybe();
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }

    private static final class FailingLoop extends LoopEngine {
        FailingLoop(Faults faults) {
            super(new FailingClock(faults), new FailingQueue(RunQueue.fifo(), faults), new FailingReadiness(faults));
        }
    }

    /** What a task sees of a fault it may see: what it started failed. No task and no waiter is left, and the loop can be used again. */
    @ParameterizedTest
    @MethodSource("faults")
    void noPartOfALoopThatFailsOnceLeavesATaskWithoutAnEnd(Throwable fault) {
        int at = 0;
        Faults faults;
        do {
            faults = new Faults(fault, ++at);
            FailingLoop loop;
            try {
                loop = new FailingLoop(faults);
            } catch (Throwable seen) { // a clock that fails at once: there is no loop
                continue;
            }
            assertAllEnds(loop, at);
        } while (faults.calls >= at);
        assertTrue(at > 20, "calls of the parts: " + at);
    }

    private static void assertAllEnds(FailingLoop loop, int at) {
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        try (LogRecords log = new LogRecords()) {
            try (loop) {
                try {
                    loop.run(busy(loop, tasks));
                } catch (Throwable seen) { // by main: the fault, or what came of it
                    tasks.forEach(ScheduledTask::cancel);
                }
                try {
                    assertStillRuns(loop);
                } catch (Throwable seen) { // the fault came only now, and comes once
                    assertStillRuns(loop);
                }
            }
            for (ScheduledTask<?> task : tasks) {
                assertTrue(task.isReady(), "after fault " + at + ": " + task);
            }
            assertEquals(0, loop.timersSet(), () -> "timers after fault " + at + log.messages());
        }
    }

    private static void assertStillRuns(EventLoop loop) {
        assertEquals("alive", loop.run(Script.of((step, last) -> step == 0 ? Weft.yieldNow() : "alive")));
    }

    private static Awaitable<Object> busy(EventLoop loop, List<ScheduledTask<?>> tasks) {
        return Script.of((step, last) -> switch (step) {
            case 0 -> {
                ScheduledTask<Void> sleeping = spawned(tasks, loop, Weft.sleep(SOON));
                spawned(tasks, loop, Script.awaiting(sleeping));
                spawned(tasks, loop, Weft.waitFor(Script.awaiting(sleeping), SOON.multipliedBy(2)));
                spawned(tasks, loop, Weft.sleep(Duration.ofDays(1))).cancel();
                yield Weft.gather(List.of(sleeping, Weft.sleep(SOON), Task.done()));
            }
            case 1 -> Weft.yieldNow();
            default -> last.get();
        });
    }

    private static <T> ScheduledTask<T> spawned(List<ScheduledTask<?>> tasks, EventLoop loop, Awaitable<T> task) {
        ScheduledTask<T> spawned = loop.spawn(task);
        tasks.add(spawned);
        return spawned;
    }

    /** A loop for whose clock each look takes longer than a short sleep, which so is over in the turn in which it began. */
    private static final class SlowLoop extends LoopEngine {
        SlowLoop(AtomicLong now) {
            super(
                    () -> now.addAndGet(SOON.toNanos()),
                    RunQueue.fifo(),
                    new FailingReadiness(new Faults(new Error(), 0)));
        }
    }

    @Test
    void aLostWakeIsMadeUpForBeforeTheTimersOfTheSameTurnWakeAnyone() {
        List<String> order = new ArrayList<>();
        try (LoopEngine loop = new SlowLoop(new AtomicLong())) {
            Latch latch = new Latch();
            ScheduledTask<Object> waiting = loop.spawn(Script.of((step, last) -> {
                if (step == 0) {
                    return latch;
                }
                order.add("woken");
                return null;
            }));
            loop.run(Script.of((step, last) -> switch (step) {
                case 0 -> Weft.yieldNow();
                case 1 -> {
                    latch.openWithoutWake();
                    loop.lostWake();
                    yield Weft.sleep(Duration.ofNanos(1));
                }
                default -> order.add("slept");
            }));
            assertEquals(List.of("woken", "slept"), order);
            assertTrue(waiting.isReady());
        }
    }

    // ------------------------------------------------------------------ the Java stack

    /** A plain recursion that starts a task in the middle of the step at each level, until the stack is full. */
    private static int runaway(int depth) {
        var unused = Script.of((step, last) -> depth).toCompletableFuture();
        return depth == Integer.MAX_VALUE ? depth : runaway(depth + 1) + 1;
    }

    @Test
    void aStackOverflowInANestedStartLeavesNoTaskAndTheCurrentOneAsItWas() {
        try (LogRecords log = new LogRecords();
                EventLoop loop = EventLoop.create()) {
            ScheduledTask<Object> main = loop.spawn("recursive", Script.of((step, last) -> {
                assertThrows(StackOverflowError.class, () -> runaway(0));
                assertEquals("recursive", Weft.currentTask().name());
                return step < 100 ? Weft.yieldNow() : "ended";
            }));
            assertEquals("ended", loop.run(Script.awaiting(main)));
            loop.run(Weft.yieldNow());
            loop.run(Script.of((step, last) -> {
                assertEquals(1, loop.tasks().size(), () -> loop.tasks() + " after " + log.messages());
                return null;
            }));
            assertEquals(State.SUCCEEDED, main.state());
        }
    }
}
