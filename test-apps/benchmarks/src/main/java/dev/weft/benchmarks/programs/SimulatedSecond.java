// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a second of virtual time pass in which so many tasks sleep, each for another time, so that the clock jumps once for each. The loop
 * is made, runs them and closes; the figure is the median of many such seconds, after more that warm up.
 */
public final class SimulatedSecond {
    private static final int WARM_UP = 1_500;
    private static final int MEASURED = 501;

    private final int count;
    private int woken;

    private SimulatedSecond(int count) {
        this.count = count;
    }

    /** Takes "seeded" or "in order", and the number of tasks. */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        boolean isSeeded = args[0].equals("seeded");
        double[] micros = new double[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long start = System.nanoTime();
            run(isSeeded ? EventLoop.simulated(42) : EventLoop.simulatedInOrder(), count);
            if (i >= 0) {
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        Arrays.sort(micros);
        Results.print("second", "us", micros[MEASURED / 2]);
    }

    private static void run(EventLoop loop, int count) {
        try (loop) {
            SimulatedSecond second = new SimulatedSecond(count);
            loop.run(second.all());
            if (second.woken != count || loop.nanoTime() != 1_000_000_000) {
                throw new IllegalStateException(second.woken + " have slept, in " + loop.nanoTime() + " ns");
            }
        }
    }

    @Async
    private Task<Void> all() {
        List<ScheduledTask<Void>> tasks = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            tasks.add(spawn(one(1_000_000_000L * i / count)));
        }
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        return Task.done();
    }

    @Async
    private Task<Void> one(long nanos) {
        await(sleep(Duration.ofNanos(nanos)));
        woken++;
        return Task.done();
    }
}
