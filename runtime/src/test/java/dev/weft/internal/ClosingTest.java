// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class ClosingTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final SelectorEventLoop loop = new SelectorEventLoop();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void closeCancelsWhatIsLeftAndRunsItsCleanUp() {
        ScheduledTask<Object> left = loop.spawn(script((step, last) -> switch (step) {
            case 0 -> Weft.sleep(LONG);
            case 1 -> {
                events.add("finally after "
                        + Objects.requireNonNull(last.failure()).getMessage());
                yield Weft.sleep(Duration.ofNanos(1));
            }
            default -> {
                events.add("finally awaited");
                throw new CancellationException();
            }
        }));
        loop.run(Weft.yieldNow());
        loop.close();
        assertTrue(events.get(0).startsWith("finally after cancelled by close() at "), events.get(0));
        assertEquals("finally awaited", events.get(1));
        assertEquals(State.CANCELLED, left.state());
    }

    @Test
    void closeEndsATaskThatNeverRan() {
        ScheduledTask<Object> never = loop.spawn(logging("never"));
        loop.close();
        assertEquals(State.CANCELLED, never.state());
        assertEquals(List.of(), events);
    }

    /** asyncio leaves such a task pending; close promises that none is left. */
    @Test
    void closeAlsoEndsWhatCleaningUpSpawned() {
        AtomicReference<ScheduledTask<Void>> late = new AtomicReference<>();
        loop.spawn(script((step, last) -> {
            if (step == 0) {
                return Weft.sleep(LONG);
            }
            late.set(loop.spawn(Weft.sleep(LONG)));
            return null;
        }));
        loop.run(Weft.yieldNow());
        loop.close();
        assertEquals(State.CANCELLED, Objects.requireNonNull(late.get()).state());
    }

    @Test
    void whatCleaningUpWaitsForIsNotCancelledByClose() {
        ScheduledTask<Object> left = loop.spawn(script((step, last) -> switch (step) {
            case 0 -> Weft.sleep(LONG);
            case 1 -> Weft.gather(List.of(Weft.sleep(Duration.ofNanos(1)), Task.of("flushed")));
            default -> last.get();
        }));
        loop.run(Weft.yieldNow());
        loop.close();
        assertEquals(State.SUCCEEDED, left.state());
    }

    /** However close and the spawning thread meet, a task is either refused or ends. */
    @Test
    void noTaskSpawnedDuringCloseIsForgotten() throws Exception {
        for (int i = 0; i < 40; i++) {
            EventLoop closing = EventLoop.simulated(i);
            List<ScheduledTask<Object>> accepted = new ArrayList<>();
            CountDownLatch started = new CountDownLatch(1);
            Thread spawner = new Thread(() -> {
                started.countDown();
                try {
                    for (int n = 0; n < 200; n++) {
                        accepted.add(closing.spawn(script((step, last) -> step == 0 ? Weft.sleep(LONG) : last.get())));
                    }
                } catch (IllegalStateException closed) {
                    return;
                }
            });
            spawner.start();
            started.await();
            closing.close();
            spawner.join();
            for (ScheduledTask<Object> task : accepted) {
                assertTrue(task.isReady());
            }
        }
    }

    /** An interrupted thread closes every channel it touches, so no code of a task may see the flag. */
    @Test
    void tasksThatCloseCancelsDoNotSeeTheInterrupt() {
        AtomicReference<Boolean> seen = new AtomicReference<>();
        ScheduledTask<Object> left = loop.spawn(script((step, last) -> switch (step) {
            case 0 -> new Latch();
            case 1 -> Weft.sleep(Duration.ofMillis(1));
            default -> {
                seen.set(Thread.currentThread().isInterrupted());
                yield null;
            }
        }));
        loop.run(Weft.yieldNow());
        Thread.currentThread().interrupt();
        loop.close();
        assertTrue(Thread.interrupted());
        assertTrue(left.isReady());
        assertEquals(false, seen.get());
    }

    /** Whoever comes second waits until the loop is closed; nobody is told that it runs. */
    @Test
    void manyMayCloseALoopAtTheSameTime() throws Exception {
        for (int i = 0; i < 200; i++) {
            EventLoop closing = EventLoop.simulated(i);
            ScheduledTask<Object> left =
                    closing.spawn(script((step, last) -> step == 0 ? Weft.sleep(LONG) : last.get()));
            CountDownLatch started = new CountDownLatch(1);
            List<CompletableFuture<Boolean>> closers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                closers.add(CompletableFuture.supplyAsync(() -> {
                    awaitLatch(started);
                    closing.close();
                    return left.isReady();
                }));
            }
            started.countDown();
            for (CompletableFuture<Boolean> closer : closers) {
                assertTrue(closer.get());
            }
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A task that closes its loop while that is closing would wait for itself. */
    @Test
    void aTaskThatClosesItsLoopWhileItIsClosingDoesNothing() {
        ScheduledTask<Object> left = loop.spawn(script((step, last) -> {
            if (step > 0) {
                loop.close();
                events.add("goes on");
            }
            return step == 0 ? Weft.sleep(LONG) : last.get();
        }));
        loop.run(Weft.yieldNow());
        loop.close();
        assertEquals(List.of("goes on"), events);
        assertEquals(State.CANCELLED, left.state());
    }

    @Test
    void aClosedLoopRefusesWork() {
        loop.close();
        loop.close();
        assertClosed(() -> loop.run(Task.done()));
        assertClosed(() -> loop.spawn(Task.done()));
        assertClosed(() -> loop.post(() -> {}));
        loop.stop();
    }

    private static void assertClosed(Executable action) {
        assertEquals(
                "The event loop is closed: it runs nothing any more.",
                assertThrows(IllegalStateException.class, action).getMessage());
    }

    private Task<Object> logging(String name) {
        return script((step, last) -> {
            events.add(name + (step == 0 ? " starts" : " goes on"));
            return step == 0 ? Weft.yieldNow() : null;
        });
    }

    private static <T> Task<T> script(Script.Body body) {
        return Script.of(body);
    }
}
