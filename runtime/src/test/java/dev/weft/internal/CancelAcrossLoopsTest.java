// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks of several loops, each on a thread of its own, that await one another. */
@Timeout(60)
class CancelAcrossLoopsTest {
    private static final int LOOPS = 3;

    private final List<SelectorEventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<Object> end = new CompletableFuture<>();

    CancelAcrossLoopsTest() {
        for (int i = 0; i < LOOPS; i++) {
            SelectorEventLoop loop = new SelectorEventLoop();
            loops.add(loop);
            Thread thread = new Thread(() -> loop.run(Script.of((step, last) -> step == 0 ? end : last.get())));
            threads.add(thread);
            thread.start();
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        end.complete("end");
        for (Thread thread : threads) {
            thread.join();
        }
        loops.forEach(SelectorEventLoop::close);
    }

    /** Returns when each loop has done what it had to do, and what others have asked of it for that. */
    private void settle() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            for (SelectorEventLoop loop : loops) {
                CountDownLatch done = new CountDownLatch(1);
                loop.post(done::countDown);
                done.await();
            }
        }
    }

    private static void assertEndsCancelled(ScheduledTask<?> task) throws Exception {
        assertInstanceOf(
                CancellationException.class,
                task.toCompletableFuture().handle((value, failure) -> failure).get());
    }

    /** A task on each loop in turn, of which each awaits the next and the last awaits the first. */
    private List<ScheduledTask<?>> circle(int length, boolean gathers) throws InterruptedException {
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        CompletableFuture<Object> allAreThere = new CompletableFuture<>();
        for (int i = 0; i < length; i++) {
            int next = (i + 1) % length;
            tasks.add(loops.get(i % LOOPS).spawn(Script.of((step, last) -> switch (step) {
                case 0 -> allAreThere.copy();
                case 1 -> gathers ? Weft.gather(List.of(tasks.get(next), Task.done())) : tasks.get(next);
                default -> last.get();
            })));
        }
        allAreThere.complete("all");
        settle();
        return tasks;
    }

    @Test
    void aCircleEndsWhereverItIsCancelled() throws Exception {
        for (boolean gathers : List.of(false, true)) {
            for (int length = 2; length < 8; length++) {
                List<ScheduledTask<?>> tasks = circle(length, gathers);
                tasks.get(length / 2).cancel();
                for (ScheduledTask<?> task : tasks) {
                    assertEndsCancelled(task);
                }
                settle();
                loops.forEach(loop -> assertEquals(0, loop.cancellations().size()));
            }
        }
    }

    @Test
    void aCircleEndsAlsoWhenTwoOfItAreCancelledAtTheSameTime() throws Exception {
        List<ScheduledTask<?>> tasks = circle(6, false);
        tasks.get(1).cancel();
        tasks.get(4).cancel();
        for (ScheduledTask<?> task : tasks) {
            assertEndsCancelled(task);
        }
    }

    /** A request that has gone around two ways to a circle may meet itself there; it still finds that it is one. */
    @Test
    void aCircleEndsThatIsReachedByTwoWays() throws Exception {
        List<ScheduledTask<?>> circle = circle(4, false);
        ScheduledTask<?> above = loops.get(2).spawn(Weft.gather(List.of(circle.get(0), circle.get(1), circle.get(3))));
        settle();
        above.cancel();
        for (ScheduledTask<?> task : circle) {
            assertEndsCancelled(task);
        }
        assertEndsCancelled(above);
    }

    @Test
    void aChainAcrossLoopsUnwindsFromItsInnermostTask() throws Exception {
        List<Integer> ended = Collections.synchronizedList(new ArrayList<>());
        Awaitable<?> awaited = Weft.sleep(Duration.ofDays(1));
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int number = i;
            Awaitable<?> next = awaited;
            ScheduledTask<?> task = loops.get(i % LOOPS).spawn(Script.of((step, last) -> {
                if (step > 0) {
                    ended.add(number);
                }
                return step == 0 ? next : last.get();
            }));
            tasks.add(task);
            awaited = task;
        }
        settle();
        tasks.get(29).cancel();
        assertEndsCancelled(tasks.get(29));
        assertEquals(IntStream.range(0, 30).boxed().toList(), ended);
        CancellationException innermost = assertThrows(CancellationException.class, tasks.get(0)::result);
        String message = Objects.requireNonNull(innermost.getMessage());
        assertTrue(message.startsWith("cancelled by thread \""), message);
    }

    /** A task that awaits one of a loop that has closed gets its end, or its cancellation. */
    @Test
    void aTaskThatAwaitsOneOfAClosedLoopEnds() throws Exception {
        SimulatedEventLoop other = new SimulatedEventLoop(9);
        ScheduledTask<?> there = other.spawn(Weft.sleep(Duration.ofDays(1)));
        ScheduledTask<?> here = loops.get(0).spawn(Script.awaiting(there));
        settle();
        other.close();
        here.cancel();
        assertEndsCancelled(here);
    }
}
