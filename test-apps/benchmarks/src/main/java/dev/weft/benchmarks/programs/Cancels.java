// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * Many timeouts around what is ready, and many cancellations of what waits, after five times as many that are not measured: so long HotSpot
 * is busy. The heap before and after the others shows whether anything stays behind.
 */
public final class Cancels {
    private static final Duration HOUR = Duration.ofHours(1);

    private Cancels() {}

    /** Takes "waitFor" or "cancel", and how many. */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        boolean isTimeout = args[0].equals("waitFor");
        try (EventLoop loop = EventLoop.create()) {
            loop.run(all(isTimeout, count));
        }
    }

    @Async
    private static Task<Void> all(boolean isTimeout, int count) {
        await(batch(isTimeout, 5 * count));
        long early = Heap.used();
        long start = System.nanoTime();
        await(batch(isTimeout, count));
        long taken = System.nanoTime() - start;
        Results.print("time", "ns", (double) taken / count);
        Results.print("heap growth", "B", (double) (Heap.used() - early));
        return Task.done();
    }

    @Async
    private static Task<Void> batch(boolean isTimeout, int count) {
        for (int i = 0; i < count; i++) {
            if (isTimeout) {
                await(inTime(i));
            } else {
                await(cancelled());
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> inTime(int number) {
        try {
            int result = await(waitFor(Task.of(number), HOUR));
            if (result != number) {
                throw new IllegalStateException("got " + result);
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cancelled() {
        ScheduledTask<Void> task = spawn(sleep(HOUR));
        await(yieldNow());
        task.cancel();
        try {
            await(task);
        } catch (CancellationException e) {
            return Task.done();
        }
        throw new IllegalStateException("was not cancelled");
    }
}
