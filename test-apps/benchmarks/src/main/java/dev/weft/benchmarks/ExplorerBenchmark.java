// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.testing.Explorer.pause;

import dev.weft.Async;
import dev.weft.AsyncBlock;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import dev.weft.testing.Exploration;
import dev.weft.testing.Explorer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * The explorer, which makes a loop for each order, runs a small program on it and closes it. One op is one step of a task, with its share of
 * all that: 1,000 ns are a million steps a second.
 */
public class ExplorerBenchmark extends AsyncBenchmark {
    private static final int STEPS_OF_TWO = 360;
    private static final int STEPS_OF_THREE = 21_624;
    private static final int STEPS_OF_MUTEX = 607;

    @Override
    List<Class<?>> woven() {
        return List.of(ExplorerBenchmark.class);
    }

    /** All orders of two tasks of three steps. */
    @Benchmark
    @OperationsPerInvocation(STEPS_OF_TWO)
    public long weftTwoTasks() {
        return steps(STEPS_OF_TWO, () -> {
            int[] number = new int[1];
            await(gather(threeSteps(number), threeSteps(number)));
            return Task.done();
        });
    }

    /** All 1,680 orders of three tasks of three steps. */
    @Benchmark
    @OperationsPerInvocation(STEPS_OF_THREE)
    public long weftThreeTasks() {
        return steps(STEPS_OF_THREE, () -> {
            int[] number = new int[1];
            await(gather(threeSteps(number), threeSteps(number), threeSteps(number)));
            return Task.done();
        });
    }

    /** All orders of three tasks that lock a mutex. */
    @Benchmark
    @OperationsPerInvocation(STEPS_OF_MUTEX)
    public long weftMutex() {
        return steps(STEPS_OF_MUTEX, () -> {
            int[] number = new int[1];
            Mutex mutex = new Mutex("mutex");
            await(gather(locks(mutex, number), locks(mutex, number), locks(mutex, number)));
            return Task.done();
        });
    }

    /** Walks through all orders; their steps must be as many as an op is said to have. */
    private static long steps(long expected, AsyncBlock<Void, Exception> program) {
        Exploration all = Explorer.allOrders().run(program);
        if (all.steps() != expected || !all.isExhaustive()) {
            throw new IllegalStateException(all + ", " + all.steps() + " steps in place of " + expected);
        }
        return all.steps();
    }

    @Async
    private static Task<Void> threeSteps(int[] number) {
        await(pause());
        await(pause());
        number[0]++;
        return Task.done();
    }

    @Async
    private static Task<Void> locks(Mutex mutex, int[] number) {
        await(mutex.lock());
        int read = number[0];
        await(pause());
        number[0] = read + 1;
        mutex.unlock();
        return Task.done();
    }
}
