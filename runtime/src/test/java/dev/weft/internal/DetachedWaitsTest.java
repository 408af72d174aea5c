// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.Detached;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.spi.SingleUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A coroutine without a loop that goes on in the middle of a step of a loop, and waits there.
 */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // scripts return what they await
class DetachedWaitsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final CompletableFuture<String> gate = new CompletableFuture<>();
    private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();

    /** Waits for the gate, and then, on the thread that opened it, for what is made there. */
    private CompletableFuture<Object> waits(Supplier<Awaitable<?>> what) {
        return Script.of((step, last) -> {
                    if (step < 2) {
                        return step == 0 ? gate : what.get();
                    }
                    if (last.failure() != null) {
                        thrown.complete(last.failure());
                    }
                    return last.get();
                })
                .toCompletableFuture();
    }

    /** Opens the gate in a task of the loop. */
    private Script<Object> opens() {
        return Script.of((step, last) -> gate.complete("open"));
    }

    private static void onAnotherThread(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action);
        thread.start();
        thread.join();
    }

    // ------------------------------------------------------------------ sleeping

    @Test
    void aSleepThatBeganOnALoopIsCancelledByAPlainThread() throws Exception {
        CompletableFuture<Object> future = waits(() -> Weft.sleep(LONG));
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(opens());
            onAnotherThread(() -> future.cancel(true));
            assertInstanceOf(CancellationException.class, thrown.getNow(null));
            loop.run(Weft.sleep(LONG));
        }
    }

    @Test
    void aSleepThatBeganOnALoopIsCancelledByAnotherLoop() throws Exception {
        CompletableFuture<Object> future = waits(() -> Weft.sleep(LONG));
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(opens());
            onAnotherThread(() -> {
                try (EventLoop other = EventLoop.simulated(1)) {
                    ScheduledTask<Void> sleeper = other.spawn(Weft.sleep(LONG));
                    other.run(Script.of((step, last) -> switch (step) {
                        case 0 -> Weft.sleep(Duration.ofMillis(1));
                        case 1 -> {
                            future.cancel(true);
                            yield sleeper;
                        }
                        default -> last.get();
                    }));
                }
            });
        }
        assertInstanceOf(CancellationException.class, thrown.getNow(null));
    }

    /** Real time passes, for the loop has nothing to do with it: a thousandth of a second. */
    @Test
    void aSleepThatBeganOnALoopEndsThoughTheLoopIsClosed() {
        CompletableFuture<Object> future = waits(() -> Weft.sleep(Duration.ofMillis(1)));
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(opens());
        }
        assertEquals(null, future.join());
    }

    @Test
    void aSleepOfALoopIsNotWithdrawnElsewhere() throws Exception {
        Awaitable<Void> sleep = Weft.sleep(LONG);
        List<String> woken = new ArrayList<>();
        Waiter waiter = () -> woken.add("woken");
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.post(() -> sleep.subscribe(waiter));
            loop.run(Weft.yieldNow());
            AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
            onAnotherThread(() -> {
                refused.set(assertThrows(IllegalStateException.class, () -> sleep.withdraw(waiter)));
                try (EventLoop other = EventLoop.simulated(1)) {
                    other.spawn(Weft.sleep(Duration.ofMillis(2)));
                    assertThrows(
                            IllegalStateException.class,
                            () -> other.run(Script.of((step, last) -> {
                                sleep.withdraw(waiter);
                                return "";
                            })));
                    other.run(Weft.sleep(Duration.ofMillis(3)));
                }
            });
            String message = Objects.requireNonNull(refused.get()).getMessage();
            assertTrue(String.valueOf(message).startsWith("sleep(...) belongs to the thread"), message);
            loop.run(Weft.sleep(LONG));
        }
        assertEquals(List.of("woken"), woken);
    }

    // ------------------------------------------------------------------ waiting for one another

    /** What one of a circle does with the stage of the next. */
    private interface Link {
        Object of(CompletableFuture<Object> next);
    }

    /** Coroutines without a loop, each of which awaits the next, and the last the first. */
    private static List<CompletableFuture<Object>> circle(int length, Link link) {
        List<CompletableFuture<Object>> circle = new ArrayList<>();
        CompletableFuture<Object> allAreThere = new CompletableFuture<>();
        for (int i = 0; i < length; i++) {
            int next = (i + 1) % length;
            circle.add(Script.of((step, last) -> switch (step) {
                        case 0 -> allAreThere;
                        case 1 -> link.of(circle.get(next));
                        default -> last.get();
                    })
                    .toCompletableFuture());
        }
        allAreThere.complete("all");
        return circle;
    }

    private static final List<Link> LINKS = List.of(
            next -> next,
            next -> next.minimalCompletionStage(),
            next -> next.copy(),
            next -> next.thenApply(value -> value),
            next -> Script.of((step, last) -> step == 0 ? next : last.get()),
            next -> Script.of((step, last) -> step == 0 ? next : last.get()).toCompletableFuture());

    @Test
    void aCircleEndsWhereverItIsCancelled() {
        for (Link link : LINKS) {
            for (int length = 1; length < 6; length++) {
                List<CompletableFuture<Object>> circle = circle(length, link);
                circle.get(length / 2).cancel(true);
                for (CompletableFuture<Object> each : circle) {
                    assertTrue(each.isCompletedExceptionally(), () -> "link " + LINKS.indexOf(link));
                }
                assertEquals(List.of(), Weft.detached());
            }
        }
    }

    @Test
    void aCircleEndsThatIsLongerThanWakesAreNested() {
        List<CompletableFuture<Object>> circle = circle(500, next -> next);
        circle.get(7).cancel(true);
        circle.forEach(each -> assertTrue(each.isCompletedExceptionally()));
        assertEquals(List.of(), Weft.detached());
    }

    @Test
    void aCircleThroughATaskOfALoopEndsThatIsCancelledAtTheTask() {
        aCircleThroughATaskEnds((task, detached) -> task.cancel());
    }

    @Test
    void aCircleThroughATaskOfALoopEndsThatIsCancelledAtTheFuture() {
        aCircleThroughATaskEnds((task, detached) -> detached.cancel(true));
    }

    private void aCircleThroughATaskEnds(BiConsumer<ScheduledTask<?>, CompletableFuture<?>> cancel) {
        try (EventLoop loop = EventLoop.simulated(1)) {
            AtomicReference<@Nullable ScheduledTask<Object>> awaited = new AtomicReference<>();
            CompletableFuture<Object> detached = waits(() -> Objects.requireNonNull(awaited.get()));
            ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> step == 0 ? detached : last.get()));
            awaited.set(task);
            loop.run(Weft.yieldNow());
            gate.complete("open");
            cancel.accept(task, detached);
            loop.run(Weft.sleep(LONG));
            assertEquals(ScheduledTask.State.CANCELLED, task.state());
            assertTrue(detached.isCompletedExceptionally());
            assertEquals(List.of(), Weft.detached());
        }
    }

    // ------------------------------------------------------------------ what belongs to a loop

    /** Something that a loop will complete, and never does. */
    private static final class OfLoop extends SingleUse<String> {
        private final EventLoop loop;
        private final Latch stopped = new Latch();
        private @Nullable Thread stoppedBy;

        OfLoop(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        protected String operation() {
            return "ofLoop()";
        }

        @Override
        protected void begin(Waiter waiter) {}

        @Override
        protected void stop() {
            stoppedBy = Thread.currentThread();
            stopped.open();
        }

        @Override
        protected String value() {
            return "value";
        }

        void end() {
            complete();
        }
    }

    @Test
    void aWaitIsWithdrawnOnItsLoopWhoeverCancels() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            OfLoop awaited = new OfLoop(loop);
            CompletableFuture<Object> future = waits(() -> awaited);
            loop.run(opens());
            onAnotherThread(() -> future.cancel(true));
            assertFalse(thrown.isDone());
            loop.run(awaited.stopped);
            assertSame(Thread.currentThread(), awaited.stoppedBy);
            assertInstanceOf(CancellationException.class, thrown.getNow(null));
        }
    }

    /** The request to cancel is on its way when the wait ends: the result wins (decision 5). */
    @Test
    void aWaitThatEndsBeforeItsLoopHearsOfTheCancellationGivesItsResult() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            OfLoop awaited = new OfLoop(loop);
            List<@Nullable Object> results = new ArrayList<>();
            CompletableFuture<Object> future = Script.of((step, last) -> {
                        if (step == 1) {
                            return awaited;
                        }
                        return step == 0 ? gate : (Object) results.add(last.get());
                    })
                    .toCompletableFuture();
            loop.run(opens());
            loop.post(awaited::end);
            onAnotherThread(() -> future.cancel(true));
            loop.run(Weft.sleep(LONG));
            assertEquals(List.of("value"), results);
        }
    }

    @Test
    void aWaitOfALoopThatClosesFails() {
        EventLoop loop = EventLoop.simulated(1);
        CompletableFuture<Object> future = waits(() -> new OfLoop(loop));
        loop.run(opens());
        assertFalse(future.isDone());
        loop.close();
        Throwable failure = thrown.getNow(null);
        assertInstanceOf(IllegalStateException.class, failure);
        assertTrue(String.valueOf(failure.getMessage()).contains("belongs to an event loop that has closed"));
        assertTrue(future.isCompletedExceptionally());
    }

    @Test
    void aGatherThatBeganOnALoopIsCancelledThere() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            Latch part = new Latch();
            CompletableFuture<Object> future = waits(() -> Weft.gather(List.of(part)));
            loop.run(opens());
            loop.run(Weft.sleep(LONG));
            assertTrue(part.isAwaited());
            onAnotherThread(() -> future.cancel(true));
            loop.run(Weft.sleep(LONG));
            assertEquals(1, part.withdrawn.get());
            assertInstanceOf(CancellationException.class, thrown.getNow(null));
        }
    }

    private static Script<Void> holding() {
        return Script.of((step, last) -> step == 0 ? new Latch() : last.get());
    }

    @Test
    void aReadIsWithdrawnSoThatOthersRead() {
        AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
        CompletableFuture<Object> future = waits(() -> read(Objects.requireNonNull(connection.get())));
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) -> switch (step) {
                case 0 -> {
                    Server server = Tcp.startServer(peer -> holding(), "127.0.0.1", 0);
                    yield Tcp.openConnection(server.localAddress());
                }
                case 1 -> {
                    connection.set((Connection) last.get());
                    gate.complete("open");
                    onAnotherThread(() -> future.cancel(true));
                    yield thrown;
                }
                case 2 -> Weft.waitFor(read(Objects.requireNonNull(connection.get())), Duration.ofMillis(1));
                default -> {
                    assertInstanceOf(TimeoutException.class, last.failure());
                    yield "end";
                }
            }));
        }
        assertInstanceOf(CancellationException.class, thrown.getNow(null));
    }

    private static Awaitable<?> read(Connection connection) {
        try {
            return connection.read(10);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // ------------------------------------------------------------------ others on the loop

    @Test
    void oneThatGivesWayOnALoopLetsItsTasksRun() {
        List<String> events = new ArrayList<>();
        CompletableFuture<Object> future = Script.of((step, last) -> {
                    if (step > 0 && step <= 3) {
                        events.add("detached");
                    }
                    return step == 0 ? gate : step <= 3 ? Weft.yieldNow() : (Object) "end";
                })
                .toCompletableFuture();
        try (EventLoop loop = EventLoop.create()) {
            loop.spawn(Script.of((step, last) -> {
                events.add("task");
                return step == 2 ? "end" : Weft.yieldNow();
            }));
            loop.run(opens());
        }
        assertEquals("end", future.join());
        assertEquals(List.of("detached", "task", "detached", "task", "detached", "task"), events);
    }

    // ------------------------------------------------------------------ the list

    private static List<Detached> listed(String line) {
        return Weft.detached().stream()
                .filter(one ->
                        one.callStack().stream().anyMatch(at -> at.toString().contains(line)))
                .toList();
    }

    @Test
    void thoseThatHaveSuspendedAreListedUntilTheirEnd() {
        Latch latch = new Latch();
        String line = "listed(Orders.java:12)";
        CompletableFuture<Integer> future = Script.awaiting("listed;com.example.Orders;10,12;Orders.java", latch)
                .toCompletableFuture();
        List<Detached> listed = listed(line);
        assertEquals(1, listed.size());
        assertEquals(
                Latch.class.getName(),
                Objects.requireNonNull(listed.get(0).waitsFor()).identity());
        assertTrue(listed.get(0).name().startsWith("detached-"));
        latch.open();
        assertTrue(future.isDone());
        assertEquals(List.of(), listed(line));
    }

    @Test
    void oneThatRunsIsListedWithoutAStack() {
        List<Detached> seen = new ArrayList<>();
        CompletableFuture<Object> future = Script.of((step, last) -> {
                    if (step == 1) {
                        seen.addAll(Weft.detached());
                    }
                    return step == 0 ? gate : "end";
                })
                .toCompletableFuture();
        gate.complete("open");
        assertEquals("end", future.join());
        assertTrue(seen.stream().anyMatch(one -> one.callStack().isEmpty() && one.waitsFor() == null));
    }
}
