// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A request to cancel ends a task, whatever graph of tasks, structured calls and awaitables of the user's it waits in, circles and all: each
 * seed is a graph, of which one task is cancelled once.
 */
@Timeout(120)
class CancelGraphTest implements OnEverySchedule {
    private static final int GRAPHS = 1_000;

    /** An awaitable of the user's that hands all calls on. */
    private record Relay<T>(Awaitable<T> to) implements Awaitable<T> {
        @Override
        public boolean isReady() {
            return to.isReady();
        }

        @Override
        public T result() throws Exception {
            return to.result();
        }

        @Override
        public void subscribe(Waiter waiter) {
            to.subscribe(waiter);
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return to.withdraw(waiter);
        }
    }

    private static Awaitable<?> over(Random random, List<ScheduledTask<?>> tasks, int depth) throws TimeoutException {
        return switch (depth == 0 ? 0 : random.nextInt(5)) {
            case 0 -> tasks.get(random.nextInt(tasks.size()));
            case 1 -> new Relay<>(over(random, tasks, depth - 1));
            case 2 -> gather(List.of(over(random, tasks, depth - 1)));
            case 3 -> gather(over(random, tasks, depth - 1), over(random, tasks, depth - 1));
            default -> waitFor(over(random, tasks, depth - 1), LONG);
        };
    }

    @Async
    private static Task<Void> waits(Random random, List<ScheduledTask<?>> tasks) throws Exception {
        await(sleep(ms(1)));
        await(over(random, tasks, 3));
        return Task.done();
    }

    @Async
    private static Task<Integer> cancelsOne(Random random) throws Exception {
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(waits(random, tasks)));
        }
        await(sleep(ms(2)));
        tasks.get(0).cancel();
        await(sleep(ms(2)));
        for (ScheduledTask<?> task : tasks) {
            if (task.isReady()) {
                await(failureOf(task));
            }
        }
        return Task.of(tasks.get(0).isReady() ? 0 : 1);
    }

    @Test
    void everyTaskThatIsCancelledEnds() throws Exception {
        List<Integer> left = new ArrayList<>();
        for (int seed = 0; seed < GRAPHS; seed++) {
            EventLoop loop = EventLoop.simulated(seed); // never closed: where a task goes on, that would wait for ever
            loop.setExceptionHandler(failure -> {}); // of tasks that await themselves
            if (loop.run(cancelsOne(new Random(seed))) > 0) {
                left.add(seed);
            }
        }
        assertEquals(List.of(), left, "seeds whose task goes on waiting");
    }

    /** What a task awaits, given all tasks of the test. */
    private interface What {
        Awaitable<?> of(List<ScheduledTask<?>> tasks) throws Exception;
    }

    @Async
    private static Task<Void> awaits(What what, List<ScheduledTask<?>> tasks) throws Exception {
        await(sleep(ms(1)));
        await(what.of(tasks));
        return Task.done();
    }

    /** Starts tasks, of which each may await the others, and cancels the first once they do. */
    private static void cancelsTheFirst(What... whats) throws Exception {
        onEverySchedule(() -> {
            List<ScheduledTask<?>> tasks = new ArrayList<>();
            for (What what : whats) {
                tasks.add(spawn(awaits(what, tasks)));
            }
            await(sleep(ms(2)));
            tasks.get(0).cancel();
            for (ScheduledTask<?> task : tasks) {
                assertInstanceOf(CancellationException.class, await(failureOf(task)));
            }
            return Task.done();
        });
    }

    @Test
    void aTaskThatWaitsForItselfOverAnAwaitableOfTheUserEnds() throws Exception {
        cancelsTheFirst(tasks -> gather(List.of(new Relay<>(tasks.get(0)))));
        cancelsTheFirst(tasks -> new Relay<>(gather(List.of(tasks.get(0)))));
        cancelsTheFirst(tasks -> gather(List.of(new Relay<>(gather(List.of(tasks.get(0)))))));
    }

    @Test
    void tasksThatWaitInTwoCirclesAtOnceEnd() throws Exception {
        cancelsTheFirst(
                tasks -> gather(tasks.subList(1, 3)), tasks -> gather(List.of(tasks.get(0))), tasks -> tasks.get(0));
        cancelsTheFirst(
                tasks -> gather(List.of(tasks.get(1))),
                tasks -> gather(tasks.get(2), tasks.get(0)),
                tasks -> tasks.get(0));
        cancelsTheFirst(tasks -> tasks.get(2), tasks -> tasks.get(0), tasks -> gather(tasks.get(1), tasks.get(0)));
    }

    /** Never ready; cancels who asks, as an awaitable may that finds out that its group has failed. */
    private static final class CancelsWhoAsks implements Awaitable<Void> {
        private boolean asked;

        @Override
        public boolean isReady() {
            if (!asked) {
                asked = true;
                currentTask().cancel();
            }
            return false;
        }

        @Override
        public Void result() {
            throw new IllegalStateException("never ready");
        }

        @Override
        public void subscribe(Waiter waiter) {}

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }
    }

    @Async
    private static Task<Void> isCancelledInItsAwait(What what) throws Exception {
        await(what.of(List.of(currentTask())));
        return Task.done();
    }

    /** The request comes between the await's look for one and the subscription. */
    @AsyncTest
    void aRequestThatComesWhileItsAwaitBeginsIsDelivered() throws Exception {
        List<What> whats = List.of(
                tasks -> new CancelsWhoAsks(),
                tasks -> waitFor(tasks.get(0), Duration.ZERO),
                tasks -> waitFor(new CancelsWhoAsks(), Duration.ZERO),
                tasks -> gather(List.of(new CancelsWhoAsks())));
        for (What what : whats) {
            ScheduledTask<Void> task = spawn(isCancelledInItsAwait(what));
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
            assertEquals(
                    0,
                    EventLoop.current().tasks().stream()
                            .filter(is -> is.state() == State.SUSPENDED)
                            .count());
        }
    }
}
