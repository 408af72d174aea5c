// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * Timeouts around what is ready, cancellations of tasks that wait, and elements through channels, on one loop: what is left in the heap
 * after all of them is what was left after a tenth. Argument: by what the numbers are divided.
 */
final class FlatHeap {
    /** Of growth; one object of the smallest size for each operation is more, even in a short run. */
    private static final long MOST_BYTES = 256 << 10;

    private static final Duration HOUR = Duration.ofHours(1);

    /** How many wait at the same time. */
    private static final int CROWD = 100;

    private static final int BURST = 10_000;

    /** Somebody waits on it all the time, the longest of all. */
    private final Channel<Integer> silent = Channel.rendezvous();

    private final Channel<Integer> bounded = Channel.bounded(64);
    private final Channel<Integer> unbounded = Channel.unbounded();
    private long operations;

    private final int divisor;

    private FlatHeap(int divisor) {
        this.divisor = divisor;
    }

    public static void main(String[] arguments) throws Exception {
        FlatHeap heap = new FlatHeap(Integer.parseInt(arguments[0]));
        try (EventLoop loop = EventLoop.create()) {
            loop.run(heap.all());
        }
        System.out.println("runs\t" + heap.operations);
    }

    /** So many operations of one kind. */
    private interface Load {
        Task<Void> run(int count) throws Exception;
    }

    @Async
    private Task<Void> all() throws Exception {
        ScheduledTask<Integer> always = spawn(silent.receive());
        await(stays("waitFor of what is ready", this::timeouts, 300_000));
        await(stays("cancellation", this::cancellations, 200_000));
        await(stays("element of a buffer", this::buffered, 1_000_000));
        await(stays("element of a burst", this::bursts, 1_000_000));
        always.cancel();
        return Task.done();
    }

    @Async
    private Task<Void> stays(String what, Load load, int undivided) throws Exception {
        int count = undivided / divisor;
        await(load.run(count / 10));
        long early = used();
        await(load.run(count - count / 10));
        long growth = used() - early;
        if (growth > MOST_BYTES) {
            System.out.println("failed\t" + what + ": " + count + " of them leave " + growth + " bytes");
        }
        operations += count;
        return Task.done();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Async
    private Task<Void> timeouts(int count) throws TimeoutException {
        for (int i = 0; i < count; i += 2) {
            await(waitFor(Task.of(i), HOUR));
            bounded.trySend(i);
            await(waitFor(bounded.receive(), HOUR));
        }
        return Task.done();
    }

    private Awaitable<?> waits(int number) throws TimeoutException {
        return switch (number % 4) {
            case 0 -> sleep(HOUR);
            case 1 -> silent.receive();
            case 2 -> waitFor(silent.receive(), HOUR);
            default -> select(on(silent.receive(), got -> got), on(sleep(HOUR), late -> 0));
        };
    }

    @Async
    private Task<Void> cancellations(int count) throws TimeoutException {
        for (int i = 0; i < count; i += CROWD) {
            List<ScheduledTask<?>> crowd = new ArrayList<>();
            for (int k = 0; k < CROWD; k++) {
                crowd.add(spawn(waits(k)));
            }
            await(yieldNow());
            await(yieldNow());
            crowd.forEach(ScheduledTask::cancel);
            for (ScheduledTask<?> each : crowd) {
                await(end(each));
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> end(ScheduledTask<?> task) {
        try {
            await(task);
        } catch (CancellationException expected) {
            return Task.done();
        }
        throw new IllegalStateException("was not cancelled");
    }

    @Async
    private Task<Void> buffered(int count) {
        ScheduledTask<Void> sender = spawn(sends(bounded, count));
        await(receives(bounded, count));
        await(sender);
        return Task.done();
    }

    @Async
    private Task<Void> bursts(int count) {
        for (int i = 0; i < count; i += BURST) {
            await(sends(unbounded, BURST));
            await(receives(unbounded, BURST));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> sends(Channel<Integer> channel, int count) {
        for (int i = 0; i < count; i++) {
            await(channel.send(i));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> receives(Channel<Integer> channel, int count) {
        for (int i = 0; i < count; i++) {
            await(channel.receive());
        }
        return Task.done();
    }
}
