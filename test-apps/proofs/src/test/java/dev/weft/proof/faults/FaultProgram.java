// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.faults;

import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** What runs while allocations fail: tasks that sleep, await one another, are cancelled, time out, are children of groups, and begin in the
 * middle of a step. */
public final class FaultProgram implements Runnable {
    private static final Duration SOON = Duration.ofMillis(5);

    /** How many methods there are whose frame is given up when there is no memory for that of their caller: their code ends where it stands. */
    private static final int MOST_DROPPED = 3;

    private final List<ScheduledTask<?>> tasks = new ArrayList<>();
    private int opened;
    private int closed;

    @Async
    private Task<Integer> deep(int levels) {
        long kept = levels * 2L;
        opened++;
        try {
            if (levels == 0) {
                await(sleep(SOON));
                return Task.of(1);
            }
            int below = await(deep(levels - 1));
            return Task.of(below + (int) (kept / 2) - levels + 1);
        } finally {
            closed++;
        }
    }

    @Async
    private Task<Integer> awaits(ScheduledTask<Integer> other) {
        return Task.of(await(other));
    }

    @Async
    private Task<Integer> catches() {
        try {
            return Task.of(await(deep(2)));
        } catch (Error caught) {
            await(yieldNow());
            return Task.of(await(deep(1)));
        }
    }

    @Async
    private CompletableFuture<Integer> stage() {
        await(yieldNow());
        return CompletableFuture.completedFuture(3);
    }

    /** Ends by a cancellation alone. */
    @Async
    private Task<Integer> endless() {
        return Task.of(await(new CompletableFuture<Integer>()));
    }

    @Async
    private Task<Integer> fails() {
        await(sleep(SOON));
        throw new IllegalStateException("on purpose");
    }

    /** Neither ends if one of the others is not cancelled. */
    @Async
    private Task<Void> endsOthers() throws TimeoutException {
        try {
            await(gather(List.of(endless(), fails(), endless(), endless())));
        } catch (IllegalStateException expected) {
            await(yieldNow());
        }
        try {
            await(waitFor(gather(List.of(endless(), endless())), SOON));
        } catch (TimeoutException expected) {
            await(yieldNow());
        }
        return Task.done();
    }

    /** Each has something to end that nobody else ends. */
    @Async
    private Task<Void> endsChildren() throws TimeoutException {
        try {
            await(TaskGroup.run(group -> {
                group.spawn(endless());
                group.spawn(fails());
                return Task.of(await(endless()));
            }));
        } catch (IllegalStateException expected) {
            await(yieldNow());
        }
        await(endsInTry());
        await(race(endless(), sleep(SOON)));
        await(asCompleted(List.of(endless(), deep(0), sleep(SOON)), parts -> Task.of(await(parts.next()))));
        await(moveOnAfter(SOON, limit -> endless()));
        try {
            await(waitFor(shield(known(spawn(sleep(SOON)))), Duration.ZERO));
        } catch (TimeoutException expected) {
            await(yieldNow());
        }
        return Task.done();
    }

    @Async
    private Task<Void> endsInTry() {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(endless());
            group.spawn(fails());
            await(group.join());
        } catch (IllegalStateException expected) {
            await(yieldNow());
        }
        return Task.done();
    }

    @Async
    private Task<Object> main() throws TimeoutException {
        ScheduledTask<Integer> first = known(spawn(deep(3)));
        known(spawn("second", awaits(first)));
        known(spawn(catches()));
        known(spawn(sleep(Duration.ofDays(1)))).cancel();
        await(endsOthers());
        await(endsChildren());
        int result = await(stage());
        try {
            await(waitFor(sleep(Duration.ofDays(1)), SOON));
        } catch (TimeoutException expected) {
            await(yieldNow());
        }
        return Task.of(
                result + await(gather(List.of(first, deep(1), sleep(SOON)))).size());
    }

    private <T> ScheduledTask<T> known(ScheduledTask<T> task) {
        tasks.add(task);
        return task;
    }

    @Async
    private Task<String> alive() {
        await(yieldNow());
        return Task.of("alive");
    }

    /** Runs all on a new loop; what is wrong afterwards is thrown as an {@code AssertionError}. */
    @Override
    public void run() {
        EventLoop loop = newLoop();
        String seen = "nothing";
        try {
            loop.run(main());
        } catch (Throwable fault) { // or what came of it
            seen = "a fault";
        }
        String still;
        try {
            still = loop.run(alive());
        } catch (Throwable fault) { // it came only now, and comes once
            still = loop.run(alive());
        }
        try {
            loop.close();
        } catch (Throwable fault) {
            loop.close();
        }
        if (!still.equals("alive")) {
            throw new AssertionError("the loop says " + still);
        }
        for (ScheduledTask<?> task : tasks) {
            if (!task.isReady()) {
                throw new AssertionError(task + " has not ended, after " + seen);
            }
        }
        if (opened - closed > MOST_DROPPED) {
            throw new AssertionError((opened - closed) + " finally blocks did not run, after " + seen);
        }
    }

    private static EventLoop newLoop() {
        try {
            return EventLoop.simulated(5);
        } catch (Error fault) { // nothing was begun
            return EventLoop.simulated(5);
        }
    }
}
