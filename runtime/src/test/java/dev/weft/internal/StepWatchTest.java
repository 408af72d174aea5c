// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Blocking;
import dev.weft.Awaitable;
import dev.weft.RealTimeException;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks in place of the thread that does so once a second. */
@Timeout(60)
class StepWatchTest {
    private final StepWatch watch = new StepWatch();
    private final SimulatedEventLoop loop = new SimulatedEventLoop(3);
    private final CompletableFuture<Thread> thread = new CompletableFuture<>();

    /** A run on a thread of its own whose second step blocks, and how it ends. */
    private CompletableFuture<Throwable> run(Script.Body blocks) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        new Thread(() -> {
                    try (loop) {
                        end.complete(assertThrows(
                                Throwable.class,
                                () -> loop.run(Script.of((step, last) -> {
                                    thread.complete(Thread.currentThread());
                                    return step == 0 ? Weft.sleep(Duration.ofDays(1)) : blocks.run(step, last);
                                }))));
                    } catch (Throwable failed) {
                        end.complete(failed);
                    }
                })
                .start();
        return end;
    }

    /** Until the thread stands in a call that waits, as the watch sees it. */
    private void awaitBlocked() {
        while (StepWatch.blockingCall(thread.join().getStackTrace()).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static RealTimeException realTime(CompletableFuture<Throwable> end) {
        return (RealTimeException) end.join();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look(loop.simulation.failure);
        }
    }

    @Test
    void aRunWhoseStepWaitsInOneCallForTenLooksFailsWithTheLine() {
        try (LogRecords log = new LogRecords()) {
            watch.register(loop.simulation.failure);
            CompletableFuture<Throwable> end = run((step, last) -> Blocking.forEver());
            awaitBlocked();
            look(StepWatch.LOOKS - 1);
            assertFalse(end.isDone());
            look(1);
            String message = String.valueOf(realTime(end).getMessage());
            assertTrue(
                    message.contains(" blocks its thread \"" + thread.join().getName()
                            + "\" at com.example.Blocking.forEver(Blocking.java:"),
                    message);
            assertTrue(message.endsWith("EventLoop.simulated(3L)"), message);
            assertEquals(1, log.messages().size());
        }
    }

    @Test
    void aLoopThatIsHeldDoesNotBlock() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Object> stage = new CompletableFuture<>();
        CompletableFuture<Throwable> end = run((step, last) -> {
            if (step == 1) {
                var unused = loop.hold("the test");
                held.countDown();
                return Awaitable.of(stage);
            }
            throw new IllegalStateException("the end");
        });
        held.await();
        while (thread.join().getState() != Thread.State.WAITING
                && thread.join().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        watch.register(loop.simulation.failure);
        assertEquals(Optional.empty(), StepWatch.blockingCall(thread.join().getStackTrace()));
        look(2 * StepWatch.LOOKS);
        stage.complete(null);
        assertEquals("the end", end.join().getMessage());
    }

    @Test
    void aWaitOfTheRuntimeAndAThreadThatComputesAreNoBlockingCalls() {
        StackTraceElement park = new StackTraceElement("jdk.internal.misc.Unsafe", "park", "Unsafe.java", -2);
        StackTraceElement support =
                new StackTraceElement("java.util.concurrent.locks.LockSupport", "park", "LockSupport.java", 1);
        StackTraceElement ours = new StackTraceElement("dev.weft.sync.ShortLock", "lock", "ShortLock.java", 1);
        StackTraceElement users = new StackTraceElement("com.example.Shop", "buy", "Shop.java", 7);
        assertEquals(Optional.of(users), StepWatch.blockingCall(new StackTraceElement[] {park, support, users, ours}));
        assertEquals(Optional.empty(), StepWatch.blockingCall(new StackTraceElement[] {park, support, ours, users}));
        assertEquals(Optional.empty(), StepWatch.blockingCall(new StackTraceElement[] {support, users}));
        assertEquals(Optional.empty(), StepWatch.blockingCall(new StackTraceElement[] {}));
    }
}
