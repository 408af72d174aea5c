// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds off (docs/weaving-limits.md): A stack that grows along a chain of tasks; Lost exceptions. */
@Timeout(60)
class CompletionsTest {
    private static final Duration LONG = Duration.ofDays(1);

    @Test
    void blockRunsWhatHasNoLoopOnOneOfItsOwn() {
        assertEquals(5, Task.of(5).block());
        assertEquals(
                7,
                Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofNanos(1)) : (Object) 7)
                        .block());
    }

    @Test
    void blockThrowsTheSameObject() {
        for (Exception failure : new Exception[] {
            new IOException(), new CompletionException(new IOException()), new CancellationException()
        }) {
            assertSame(
                    failure,
                    assertThrows(Exception.class, () -> Task.failed(failure).block()));
            try (EventLoop loop = EventLoop.create()) {
                ScheduledTask<Object> task = loop.spawn(Task.failed(failure));
                assertThrows(Exception.class, () -> loop.run(task));
                assertSame(failure, assertThrows(Exception.class, task::block));
            }
        }
    }

    @Test
    void blockWaitsForATaskOfAnotherThreadsLoop() throws Exception {
        EventLoop loop = EventLoop.create();
        Latch latch = new Latch();
        ScheduledTask<Integer> task = loop.spawn(latch);
        Thread thread = running(loop, task);
        loop.post(latch::open);
        assertEquals(7, task.block());
        thread.join();
        loop.close();
    }

    @Test
    void blockReturnsThoughTheLoopEndsItsRunInTheStepInWhichTheOtherThreadSubscribes() throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            AtomicReference<@Nullable Thread> blocked = new AtomicReference<>();
            AtomicReference<@Nullable Object> result = new AtomicReference<>();
            Object main = loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    ScheduledTask<?> task = Weft.currentTask();
                    Thread thread = new Thread(() -> result.set(task.block()));
                    thread.setDaemon(true);
                    thread.start();
                    awaitWaiting(thread);
                    blocked.set(thread);
                }
                return 7;
            }));
            requireNonNull(blocked.get()).join(30_000);
            assertEquals(main, result.get());
        }
    }

    /** Waits until a thread has nothing left to do but wait for another. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theResultOfATaskOutlivesItsLoop() {
        ScheduledTask<Integer> task;
        ScheduledTask<Void> cancelled;
        try (EventLoop loop = EventLoop.create()) {
            task = loop.spawn(Task.of(3));
            cancelled = loop.spawn(Weft.sleep(LONG));
            loop.run(task);
        }
        assertEquals(3, task.block());
        assertEquals(3, task.toCompletableFuture().join());
        assertThrows(CancellationException.class, cancelled::block);
    }

    @Test
    void anInterruptCancelsWhatBlocksAndTheFlagStays() throws Exception {
        EventLoop loop = EventLoop.create();
        ScheduledTask<Integer> task = loop.spawn(new Latch());
        Thread thread = running(loop, task);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, task::block);
        assertTrue(Thread.interrupted());
        thread.join();
        assertEquals(ScheduledTask.State.CANCELLED, task.state());
        loop.close();

        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Weft.sleep(LONG).block());
        assertTrue(Thread.interrupted());
    }

    @Test
    void onCompleteTellsTheValueOrTheFailure() {
        AtomicReference<Object> told = new AtomicReference<>();
        Task.of("value").onComplete((value, failure) -> told.set(value + " " + failure));
        assertEquals("value null", told.get());
        IOException thrown = new IOException();
        Task.failed(thrown).onComplete((value, failure) -> told.set(failure));
        assertSame(thrown, told.get());
    }

    @Test
    void aFailingCallbackIsLogged() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            RuntimeException failure = new RuntimeException("of the callback");
            Task.of("value").onComplete((value, thrown) -> {
                throw failure;
            });
            assertEquals(
                    "The callback given to onComplete (a lambda in " + CompletionsTest.class.getName() + ") failed",
                    warnings.messages().get(0));
            assertSame(failure, warnings.all().get(0).failure());
        }
    }

    @Test
    void cancellingTheFutureCancelsTheAwaitOnce() {
        Latch latch = new Latch();
        CompletableFuture<Integer> future = latch.toCompletableFuture();
        assertTrue(latch.isAwaited());
        assertTrue(future.cancel(true));
        assertTrue(future.cancel(true));
        assertFalse(latch.isAwaited());
        assertEquals(1, latch.withdrawn.get());
    }

    /** A second call to cancel finds the future done, and must not disturb the cleaning up that the first one began. */
    @Test
    void cancellingTheFutureTwiceRequestsOnce() {
        AtomicReference<@Nullable Object> seen = new AtomicReference<>();
        Latch cleaning = new Latch();
        CompletableFuture<Object> future = Script.of((step, last) -> switch (step) {
                    case 0 -> new Latch();
                    case 1 -> cleaning;
                    default -> {
                        seen.set(last.get());
                        yield null;
                    }
                })
                .toCompletableFuture();
        future.cancel(false);
        future.cancel(false);
        cleaning.open();
        assertEquals(7, seen.get());
    }

    @Test
    void aResultThatComesToAFutureThatWasCancelledIsGivenBack() {
        Item item = new Item();
        CompletableFuture<String> future = item.toCompletableFuture();
        item.put();
        future.cancel(true);
        assertEquals(1, item.given);
        assertEquals(1, item.discarded);
    }

    @Test
    void aResultThatComesToAFutureThatOthersCompletedIsGivenBack() {
        Item item = new Item();
        assertTrue(item.toCompletableFuture().complete("another"));
        item.hand();
        assertEquals(1, item.discarded);

        Item afterAFailure = new Item();
        assertTrue(afterAFailure.toCompletableFuture().completeExceptionally(new IOException()));
        afterAFailure.hand();
        assertEquals(1, afterAFailure.discarded);
    }

    @Test
    void aResultThatAFutureGivesIsNotGivenBack() {
        Item item = new Item();
        CompletableFuture<String> future = item.toCompletableFuture();
        item.hand();
        future.cancel(true);
        assertEquals("item", future.join());
        assertEquals(0, item.discarded);
    }

    @Test
    void aResultThatComesToACancelledFutureOfALoopIsGivenBack() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            Item item = new Item();
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    CompletableFuture<String> future = item.toCompletableFuture();
                    item.put();
                    future.cancel(true);
                }
                return item.given == 0 ? Weft.yieldNow() : null;
            }));
            assertEquals(1, item.discarded);
        }
    }

    @Test
    void aResultIsGivenBackOnTheLoopOfWhatWasAwaited() throws Exception {
        EventLoop loop = EventLoop.create();
        AtomicReference<@Nullable Boolean> onTheLoop = new AtomicReference<>();
        ScheduledTask<Integer> forever = loop.spawn(new Latch());
        Thread thread = running(loop, forever);
        Item item = new Item() {
            @Override
            public void discard(String result) {
                onTheLoop.set(loop.isLoopThread());
                super.discard(result);
            }
        };
        item.owner = loop;
        assertTrue(item.toCompletableFuture().complete("another"));
        loop.post(item::hand);
        loop.spawn(Script.of((step, last) -> item.discarded == 0 ? Weft.yieldNow() : null))
                .block();
        assertEquals(true, onTheLoop.get());
        forever.cancel();
        thread.join();
        loop.close();
    }

    @Test
    void aResultOfATaskStaysWithTheTaskThoughAFutureOfItWasCancelled() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            Item item = new Item();
            ScheduledTask<String> task = loop.spawn(item);
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertTrue(task.toCompletableFuture().complete("another"));
            item.hand();
            assertEquals("item", loop.run(task));
            assertEquals(0, item.discarded);
        }
    }

    @Test
    void aFailureThatComesToAFutureThatOthersCompletedIsLogged() {
        IOException failure = new IOException();
        Latch latch = new Latch();
        CompletableFuture<Object> future = Script.of((step, last) -> {
                    if (step == 0) {
                        return latch;
                    }
                    throw failure;
                })
                .toCompletableFuture();
        try (LogRecords warnings = new LogRecords()) {
            future.cancel(true);
            assertEquals(
                    List.of("WARNING: An await failed, and its future had been cancelled or completed before"),
                    warnings.lines());
            assertSame(failure, warnings.all().get(0).failure());
        }
    }

    /** A value that came between the interrupt and the cancelling would be nobody's. */
    @Test
    void blockGivesAValueThatWasFasterThanTheInterrupt() {
        CompletableFuture<String> future = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                complete("value");
                return super.cancel(mayInterruptIfRunning);
            }
        };
        Thread.currentThread().interrupt();
        assertEquals("value", Completions.get(future, Task.of("value")));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aStageMadeOfTheFutureCancelsNoAwait() {
        Latch latch = new Latch();
        CompletableFuture<Integer> future = latch.toCompletableFuture();
        assertTrue(future.thenApply(value -> value).cancel(true));
        latch.open();
        assertEquals(7, future.join());
    }

    @Test
    void onALoopItStartsInTheMiddleOfTheStep() {
        try (EventLoop loop = EventLoop.create()) {
            StringBuilder events = new StringBuilder();
            loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return last.get();
                }
                var unused = Script.of((s, l) -> events.append("nested ")).toCompletableFuture();
                events.append("outer");
                return Weft.yieldNow();
            }));
            assertEquals("nested outer", events.toString());
        }
    }

    /** Starts inside starts inside starts: beyond a depth they queue, so that the Java stack has an end. */
    @Test
    void startsThatNestDeeplyDoNotOverflowTheStack() {
        try (EventLoop loop = EventLoop.create()) {
            CompletableFuture<Integer> innermost = new CompletableFuture<>();
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    nest(100_000, innermost);
                }
                return innermost.isDone() ? null : Weft.yieldNow();
            }));
            assertEquals(0, innermost.join());
        }
    }

    private static void nest(int depth, CompletableFuture<Integer> innermost) {
        var unused = Script.of((step, last) -> {
                    if (depth == 0) {
                        innermost.complete(0);
                    } else {
                        nest(depth - 1, innermost);
                    }
                    return null;
                })
                .toCompletableFuture();
    }

    private static Thread running(EventLoop loop, Awaitable<?> task) throws InterruptedException {
        FutureTask<Object> run = new FutureTask<>(() -> loop.run(task));
        Thread thread = new Thread(run);
        thread.start();
        CountDownLatch posted = new CountDownLatch(1);
        loop.post(posted::countDown);
        posted.await();
        return thread;
    }
}
