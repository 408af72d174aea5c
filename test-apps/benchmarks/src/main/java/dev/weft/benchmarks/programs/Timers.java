// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets so many timers in an order that has nothing to do with their deadlines, cancels every other one, and lets the rest fire. Each
 * timer is that of a task that sleeps, so a figure is that of the task and its timer. In virtual time the deadlines are exact, so a
 * timer that fires before an earlier one is found; in real time it is the processor time of the loop that counts, not the waiting.
 */
public final class Timers {
    private final int count;
    private long lastDeadline = Long.MIN_VALUE;
    private int fired;

    private Timers(int count) {
        this.count = count;
    }

    /** Takes "virtual time" or "real time", and the number of timers. */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        boolean isVirtual = args[0].equals("virtual time");
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            run(isVirtual, count, false);
        }
        long before = Heap.used();
        run(isVirtual, count, true);
        Results.print("heap afterwards", "B", (double) (Heap.used() - before));
    }

    private static void run(boolean isVirtual, int count, boolean report) {
        try (EventLoop loop = isVirtual ? EventLoop.simulated(42) : EventLoop.create()) {
            loop.run(new Timers(count).all(report, isVirtual));
        }
    }

    @Async
    private Task<Void> all(boolean report, boolean isVirtual) {
        long start = cpuTime();
        List<ScheduledTask<Void>> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(one(deadline(i), isVirtual)));
        }
        await(yieldNow());
        long set = cpuTime();
        for (int i = 1; i < count; i += 2) {
            tasks.get(i).cancel();
        }
        await(yieldNow());
        long cancelled = cpuTime();
        for (int i = 0; i < count; i += 2) {
            await(tasks.get(i));
        }
        long end = cpuTime();
        if (fired != (count + 1) / 2) {
            throw new IllegalStateException(fired + " timers fired");
        }
        if (report) {
            Results.print("set", "ns", (double) (set - start) / count);
            Results.print("cancel", "ns", (double) (cancelled - set) / (count / 2.0));
            Results.print("fire", "ns", (double) (end - cancelled) / fired);
        }
        return Task.done();
    }

    /**
     * Nanoseconds from the start, all different: 7,919 is a prime, and so has no factor in common with the count. The first is so late
     * that all are set, and every other one cancelled, before it.
     */
    private long deadline(int index) {
        return 1_000_000_000 + 5_000L * count + (long) index * 7_919 % count * 1_000;
    }

    @Async
    private Task<Void> one(long deadline, boolean isVirtual) {
        await(sleep(Duration.ofNanos(deadline)));
        if (isVirtual && deadline <= lastDeadline) {
            throw new IllegalStateException(deadline + " ns fired after " + lastDeadline);
        }
        lastDeadline = deadline;
        fired++;
        return Task.done();
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
