// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.benchmarks.kotlin.KotlinTasks;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Ten thousand tasks that give way to one another all the time. One op is one time that one of them gives way. */
public class YieldStormBenchmark extends AsyncBenchmark {
    private static final int TASKS = 10_000;
    private static final int TIMES = 100;
    private static final int YIELDS = TASKS * TIMES;

    @Override
    List<Class<?>> woven() {
        return List.of(YieldStormBenchmark.class);
    }

    /** Coroutines of kotlinx that call {@code yield}. */
    @Benchmark
    @OperationsPerInvocation(YIELDS)
    public void kotlin() {
        KotlinTasks.yields(TASKS, TIMES);
    }

    /** Virtual threads that call {@code Thread.yield}; as many carriers as processors. */
    @Benchmark
    @OperationsPerInvocation(YIELDS)
    public void virtualThread() throws InterruptedException {
        yieldingThreads();
    }

    /** The same with one carrier. */
    @Benchmark
    @OperationsPerInvocation(YIELDS)
    @Fork(value = 2, jvmArgsAppend = VirtualThreads.ONE_CARRIER)
    public void virtualThreadOneCarrier() throws InterruptedException {
        yieldingThreads();
    }

    @SuppressWarnings("ThreadPriorityCheck") // that it gives way is what is measured
    private static void yieldingThreads() throws InterruptedException {
        List<Thread> threads = new ArrayList<>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            threads.add(VirtualThreads.start(() -> {
                for (int j = 0; j < TIMES; j++) {
                    Thread.yield();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Tasks of an event loop that await {@code yieldNow()}. */
    @Benchmark
    @OperationsPerInvocation(YIELDS)
    public int weft() {
        return loop.run(storm());
    }

    @Async
    private static Task<Integer> storm() {
        List<ScheduledTask<Integer>> tasks = new ArrayList<>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            tasks.add(spawn(yielding()));
        }
        int total = 0;
        for (ScheduledTask<Integer> task : tasks) {
            total += await(task);
        }
        return Task.of(total);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> yielding() {
        for (int i = 0; i < TIMES; i++) {
            await(yieldNow());
        }
        return Task.of(1);
    }
}
