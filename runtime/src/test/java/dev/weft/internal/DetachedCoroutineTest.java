// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Holds off (docs/weaving-limits.md): A stack that grows with completions at once; Resumed twice, early, or by another thread;
 * Cancellation that does not arrive; Thread locals after a resume elsewhere.
 */
@Timeout(60)
class DetachedCoroutineTest {
    @Test
    void goesOnWithTheThreadThatCompletesWhatItAwaits() throws Exception {
        Latch latch = new Latch();
        AtomicReference<Thread> end = new AtomicReference<>();
        CompletableFuture<Object> future = Script.of((step, last) -> {
                    if (step == 0) {
                        return latch;
                    }
                    end.set(Thread.currentThread());
                    return last.get();
                })
                .toCompletableFuture();
        assertFalse(future.isDone());
        Thread completer = new Thread(latch::open);
        completer.start();
        completer.join();
        assertEquals(7, future.join());
        assertSame(completer, end.get());
    }

    @Test
    void aMillionCompletedStagesDoNotOverflowTheStack() {
        assertEquals(
                1_000_000,
                Script.of((step, last) -> {
                            last.get();
                            return step == 1_000_000 ? (Object) step : CompletableFuture.completedFuture(step);
                        })
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void stagesThatCompleteInsideTheirSubscriptionDoNotOverflowTheStack() {
        assertEquals(
                1_000_000,
                Script.of((step, last) -> step == 1_000_000 ? (Object) step : Weft.yieldNow())
                        .toCompletableFuture()
                        .join());
    }

    /** Many threads wake it at the same time: only one runs it, and what one writes the next one sees. */
    @Test
    void wakesFromManyThreadsAreAnsweredOneAtATime() throws Exception {
        int rounds = 2_000;
        AtomicInteger inside = new AtomicInteger();
        Turnstile turnstile = new Turnstile();
        int[] plain = {0};
        CompletableFuture<Object> future = Script.of((step, last) -> {
                    last.get();
                    assertEquals(1, inside.incrementAndGet());
                    plain[0]++;
                    inside.decrementAndGet();
                    return step == rounds ? "end" : turnstile.next();
                })
                .toCompletableFuture();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                while (!future.isDone()) {
                    turnstile.turn();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals("end", future.join());
        assertEquals(rounds + 1, plain[0]);
    }

    @Test
    void wakesThatComeTooEarlyOrTwiceAreHarmless() {
        Latch latch = new Latch();
        CompletableFuture<Integer> future = latch.toCompletableFuture();
        latch.wakeTooEarly();
        latch.wakeTooEarly();
        assertFalse(future.isDone());
        latch.open();
        latch.open();
        assertEquals(7, future.join());
    }

    /** Blocking in the middle of its step: the loop that runs there has tasks of its own. */
    @Test
    void aLoopThatRunsInTheMiddleOfAStepKnowsWhatItRuns() {
        CompletableFuture<Object> future = Script.of((step, last) ->
                        Weft.run(Script.of((inner, ignored) -> inner == 0 ? Weft.yieldNow() : (Object) currentName())))
                .toCompletableFuture();
        assertEquals("main", future.join());
    }

    private static String currentName() {
        return Weft.currentTask().name();
    }

    @Test
    void whatNeedsALoopSaysSo() {
        for (Awaitable<?> awaitable :
                List.of(Weft.gather(List.of(new Latch())), waitFor(), (Awaitable<?>) Script.of((step, last) -> {
                    return Weft.spawn(new Latch());
                }))) {
            CompletableFuture<?> future = awaitable.toCompletableFuture();
            Throwable thrown =
                    assertThrows(CompletionException.class, future::join).getCause();
            assertInstanceOf(IllegalStateException.class, thrown);
            assertTrue(String.valueOf(thrown.getMessage()).contains(" needs a running event loop, and thread \""));
        }
    }

    private static Awaitable<?> waitFor() {
        return Script.of((step, last) -> step == 0 ? Weft.waitFor(new Latch(), Duration.ofDays(1)) : last.get());
    }

    /** Opens again and again: each {@link #next} is one more wait. */
    private static final class Turnstile {
        private volatile @Nullable Gate current;

        Awaitable<Object> next() {
            return new Gate();
        }

        void turn() {
            Gate gate = current;
            if (gate != null) {
                gate.open = true;
                gate.waiter.wake();
            }
        }

        private final class Gate implements Awaitable<Object> {
            private volatile boolean open;
            private Waiter waiter = () -> {};

            @Override
            public boolean isReady() {
                return open;
            }

            @Override
            public Object result() {
                return "passed";
            }

            @Override
            public void subscribe(Waiter newWaiter) {
                waiter = newWaiter;
                current = this;
            }

            @Override
            public boolean withdraw(Waiter gone) {
                return true;
            }
        }
    }
}
