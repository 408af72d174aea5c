// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.benchmarks.kotlin.KotlinGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What structure costs: ten tasks that suspend once, in each kind of group and without any, and a suspension with a limit of time beside the
 * same without. One op is ten tasks, or one suspension.
 */
public class GroupBenchmark extends AsyncBenchmark {
    private static final int GROUPS = 1_000;
    private static final int TASKS = 10;
    private static final int WAITS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @Override
    List<Class<?>> woven() {
        return List.of(GroupBenchmark.class);
    }

    /** kotlinx's {@code coroutineScope} around ten {@code launch}. */
    @Benchmark
    @OperationsPerInvocation(GROUPS)
    public int kotlinScope() {
        return KotlinGroups.scopes(GROUPS, TASKS);
    }

    /** Ten tasks that are spawned and awaited one by one. */
    @Benchmark
    @OperationsPerInvocation(GROUPS)
    public int weftSpawns() {
        return loop.run(repeatSpawns());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> repeatSpawns() {
        int sum = 0;
        for (int i = 0; i < GROUPS; i++) {
            List<ScheduledTask<Integer>> tasks = new ArrayList<>(TASKS);
            for (int j = 0; j < TASKS; j++) {
                tasks.add(spawn(one()));
            }
            for (ScheduledTask<Integer> task : tasks) {
                sum += await(task);
            }
        }
        return Task.of(sum);
    }

    /** A group of ten children with its block as a lambda. */
    @Benchmark
    @OperationsPerInvocation(GROUPS)
    public int weftGroup() {
        return loop.run(repeatGroup());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> repeatGroup() {
        int sum = 0;
        for (int i = 0; i < GROUPS; i++) {
            sum += await(TaskGroup.run(group -> {
                for (int j = 0; j < TASKS; j++) {
                    group.spawn(one());
                }
                return Task.of(TASKS);
            }));
        }
        return Task.of(sum);
    }

    /** A group of ten children in a try statement. */
    @Benchmark
    @OperationsPerInvocation(GROUPS)
    public int weftGroupInTry() {
        return loop.run(repeatGroupInTry());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> repeatGroupInTry() {
        int sum = 0;
        for (int i = 0; i < GROUPS; i++) {
            try (TaskGroup group = TaskGroup.open()) {
                for (int j = 0; j < TASKS; j++) {
                    group.spawn(one());
                }
                await(group.join());
            }
            sum += TASKS;
        }
        return Task.of(sum);
    }

    /** Ten tasks in a list, gathered. */
    @Benchmark
    @OperationsPerInvocation(GROUPS)
    public int weftGather() {
        return loop.run(repeatGather());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> repeatGather() {
        int sum = 0;
        for (int i = 0; i < GROUPS; i++) {
            List<Task<Integer>> tasks = new ArrayList<>(TASKS);
            for (int j = 0; j < TASKS; j++) {
                tasks.add(one());
            }
            sum += await(gather(tasks)).size();
        }
        return Task.of(sum);
    }

    @Async
    private static Task<Integer> one() {
        await(yieldNow());
        return Task.of(1);
    }

    /** kotlinx's {@code withTimeout} around a {@code yield}. */
    @Benchmark
    @OperationsPerInvocation(WAITS)
    public int kotlinTimeout() {
        return KotlinGroups.timeouts(WAITS);
    }

    /** A suspension without a limit of time. */
    @Benchmark
    @OperationsPerInvocation(WAITS)
    public int weftNoLimit() {
        return loop.run(repeatNoLimit());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> repeatNoLimit() {
        for (int i = 0; i < WAITS; i++) {
            await(yieldNow());
        }
        return Task.of(WAITS);
    }

    /** The same suspension in {@code waitFor}. */
    @Benchmark
    @OperationsPerInvocation(WAITS)
    public int weftWaitFor() {
        return loop.run(repeatWaitFor());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> repeatWaitFor() {
        for (int i = 0; i < WAITS; i++) {
            try {
                await(waitFor(yieldNow(), LIMIT));
            } catch (TimeoutException late) {
                return Task.failed(late);
            }
        }
        return Task.of(WAITS);
    }
}
