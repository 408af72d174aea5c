// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many tasks of an event loop that wait, for their size; then a dump of them all, and their end. */
final class WeftMemory {
    private final String variant;
    private final @Nullable Object[] kept;

    WeftMemory(String variant, @Nullable Object[] kept) {
        this.variant = variant;
        this.kept = kept;
    }

    void run() {
        Weft.run(all());
    }

    @Async
    private Task<Void> all() {
        long before = Heap.used();
        for (int i = 0; i < kept.length; i++) {
            spawn(one(i));
        }
        await(yieldNow()); // all have run to where they wait
        await(yieldNow());
        Memory.report(kept.length, Heap.used() - before);
        dump();
        for (ScheduledTask<?> task : currentTask().loop().tasks()) {
            if (task != currentTask()) {
                task.cancel();
            }
        }
        return Task.done();
    }

    private Task<Integer> one(int index) {
        return switch (variant) {
            case "weft, sleeping" -> sleeping();
            case "weft, waiting" -> waiting(signal(index));
            case "weft, waiting three frames deep" -> depth3(signal(index));
            default -> throw new IllegalArgumentException(variant);
        };
    }

    private Signal signal(int index) {
        Signal signal = new Signal();
        kept[index] = signal;
        return signal;
    }

    @Async
    private static Task<Integer> sleeping() {
        await(sleep(Duration.ofHours(1)));
        return Task.of(1);
    }

    @Async
    private static Task<Integer> waiting(Signal signal) {
        return Task.of(await(signal) + 1);
    }

    @Async
    private static Task<Integer> depth2(Signal signal) {
        return Task.of(await(waiting(signal)) + 1);
    }

    @Async
    private static Task<Integer> depth3(Signal signal) {
        return Task.of(await(depth2(signal)) + 1);
    }

    /** Takes the call stack of every task, and throws if one of them does not say where it waits. */
    private void dump() {
        int frames = variant.endsWith("three frames deep") ? 3 : 1;
        String where = variant.endsWith("sleeping") ? "sleeping" : "waiting";
        long start = System.nanoTime();
        int seen = 0;
        for (ScheduledTask<?> task : currentTask().loop().tasks()) {
            if (task == currentTask()) {
                continue;
            }
            List<StackTraceElement> stack = task.callStack();
            if (stack.size() < frames || !stack.get(0).getMethodName().equals(where)) {
                throw new IllegalStateException(task.name() + " is at " + stack);
            }
            seen++;
        }
        if (seen != kept.length) {
            throw new IllegalStateException("the dump has " + seen + " tasks");
        }
        Results.print("dump of all", "ms", (System.nanoTime() - start) / 1e6);
    }
}
