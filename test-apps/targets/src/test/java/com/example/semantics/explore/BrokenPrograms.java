// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.spawn;
import static dev.weft.testing.Explorer.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.semantics.explore.broken.FleetingEvent;
import com.example.semantics.explore.broken.ForgetfulMutex;
import com.example.semantics.explore.broken.LateCondition;
import com.example.semantics.explore.broken.LeakySemaphore;
import com.example.semantics.explore.broken.LockPair;
import com.example.semantics.explore.broken.LossyChannel;
import com.example.semantics.explore.broken.StaleQueue;
import com.example.semantics.explore.broken.StickyBarrier;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import java.util.concurrent.CancellationException;

/** For each broken primitive the smallest program in which its fault shows, and not in the order of a real loop. */
final class BrokenPrograms {
    private BrokenPrograms() {}

    @Async
    static Task<Void> mutex() {
        ForgetfulMutex mutex = new ForgetfulMutex();
        await(gather(locks(mutex, 0), locks(mutex, 0), locks(mutex, 2)));
        return Task.done();
    }

    @Async
    private static Task<Void> locks(ForgetfulMutex mutex, int pausesBefore) {
        for (int i = 0; i < pausesBefore; i++) {
            await(pause());
        }
        await(mutex.lock());
        await(pause());
        mutex.unlock();
        return Task.done();
    }

    @Async
    static Task<Void> semaphore() {
        LeakySemaphore semaphore = new LeakySemaphore(1);
        ScheduledTask<?>[] cancelled = new ScheduledTask<?>[1];
        ScheduledTask<Void> canceller = spawn(cancelsAfterAPause(cancelled));
        cancelled[0] = spawn(acquiresAndPauses(semaphore));
        await(canceller);
        try {
            await(cancelled[0]);
            semaphore.release();
        } catch (CancellationException expected) {
            assertEquals(1, semaphore.available(), "permits");
        }
        return Task.done();
    }

    @Async
    private static Task<Void> acquiresAndPauses(LeakySemaphore semaphore) {
        await(gather(semaphore.acquire(), pauses()));
        return Task.done();
    }

    @Async
    private static Task<Void> pauses() {
        await(pause());
        return Task.done();
    }

    @Async
    private static Task<Void> cancelsAfterAPause(ScheduledTask<?>[] task) {
        await(pause());
        task[0].cancel();
        return Task.done();
    }

    @Async
    static Task<Void> channel() {
        LossyChannel<String> channel = new LossyChannel<>();
        ScheduledTask<Void> sender = spawn(sends(channel));
        ScheduledTask<String> receiver = spawn(awaits(channel.receive()));
        ScheduledTask<Void> canceller = spawn(cancels(receiver));
        await(gather(sender, canceller));
        String received;
        try {
            received = await(receiver);
        } catch (CancellationException expected) {
            received = channel.tryReceive();
        }
        assertEquals("value", received);
        return Task.done();
    }

    @Async
    private static Task<Void> sends(LossyChannel<String> channel) {
        await(pause());
        channel.send("value");
        return Task.done();
    }

    @Async
    private static Task<String> awaits(Awaitable<String> awaitable) {
        return Task.of(await(awaitable));
    }

    @Async
    private static Task<Void> cancels(ScheduledTask<?> task) {
        task.cancel();
        return Task.done();
    }

    @Async
    static Task<Void> locks() {
        Mutex a = new Mutex("a");
        Mutex b = new Mutex("b");
        await(gather(LockPair.withBoth(a, b, () -> {}), pausesAndLocks(b, a)));
        return Task.done();
    }

    @Async
    private static Task<Void> pausesAndLocks(Mutex first, Mutex second) {
        await(pause());
        await(LockPair.withBoth(first, second, () -> {}));
        return Task.done();
    }

    @Async
    static Task<Void> condition() {
        Mutex mutex = new Mutex("mutex");
        LateCondition condition = new LateCondition(mutex);
        boolean[] ready = new boolean[1];
        await(gather(waits(mutex, condition, ready), signals(mutex, condition, ready)));
        return Task.done();
    }

    @Async
    private static Task<Void> waits(Mutex mutex, LateCondition condition, boolean[] ready) {
        await(mutex.lock());
        while (!ready[0]) {
            await(condition.untilSignalled());
        }
        mutex.unlock();
        return Task.done();
    }

    @Async
    private static Task<Void> signals(Mutex mutex, LateCondition condition, boolean[] ready) {
        await(pause());
        await(mutex.lock());
        ready[0] = true;
        condition.signal();
        mutex.unlock();
        return Task.done();
    }

    @Async
    static Task<Void> queue() {
        StaleQueue<Integer> queue = new StaleQueue<>();
        var taken = await(gather(takes(queue, 0), puts(queue), takes(queue, 2)));
        int sum = taken.first() + taken.third();
        assertEquals(3, sum);
        return Task.done();
    }

    @Async
    private static Task<Integer> takes(StaleQueue<Integer> queue, int pausesBefore) {
        for (int i = 0; i < pausesBefore; i++) {
            await(pause());
        }
        return Task.of(await(queue.take()));
    }

    @Async
    private static Task<Void> puts(StaleQueue<Integer> queue) {
        await(pause());
        queue.put(1);
        await(pause());
        queue.put(2);
        return Task.done();
    }

    @Async
    static Task<Void> barrier() {
        StickyBarrier barrier = new StickyBarrier(2);
        await(gather(meetsTwice(barrier, true), meetsTwice(barrier, false)));
        return Task.done();
    }

    @Async
    private static Task<Void> meetsTwice(StickyBarrier barrier, boolean pausesBetween) {
        await(barrier.arrive());
        if (pausesBetween) {
            await(pause());
        }
        await(barrier.arrive());
        return Task.done();
    }

    @Async
    static Task<Void> event() {
        FleetingEvent event = new FleetingEvent();
        await(gather(waits(event), sets(event), clears(event)));
        return Task.done();
    }

    @Async
    private static Task<Void> waits(FleetingEvent event) {
        await(event.untilSet());
        return Task.done();
    }

    @Async
    private static Task<Void> sets(FleetingEvent event) {
        await(pause());
        event.set();
        return Task.done();
    }

    @Async
    private static Task<Void> clears(FleetingEvent event) {
        await(pause());
        await(pause());
        event.clear();
        return Task.done();
    }
}
