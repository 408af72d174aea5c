// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Recursion that no stack of a thread would hold. */
public final class Deep {
    private static final int DEPTH = 1_000_000;

    private Deep() {}

    /** What is awaited at the bottom. */
    interface Bottom {
        Task<Long> reach();
    }

    @Async
    static Task<Long> sum(int n, Bottom bottom) {
        if (n == 0) {
            return bottom.reach();
        }
        return Task.of(await(sum(n - 1, bottom)) + n);
    }

    /** Virtual calls take the general path, with a frame per call. */
    static class Virtual {
        @Async
        Task<Long> sum(int n, Bottom bottom) {
            if (n == 0) {
                return bottom.reach();
            }
            return Task.of(await(sum(n - 1, bottom)) + n);
        }
    }

    /** Passed on without being awaited by name. */
    @Async
    static Task<Long> tail(int n, Bottom bottom) {
        return n == 0 ? bottom.reach() : tail(n - 1, bottom);
    }

    @Async
    static Task<Long> loop(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += await(CompletableFuture.completedFuture(1L));
            sum += await(one());
        }
        return Task.of(sum);
    }

    /** Below four bodies that nobody counts, a task that was made elsewhere. */
    @Async
    static Task<Long> passed(Task<Long> below) {
        return passed2(below);
    }

    @Async
    private static Task<Long> passed2(Task<Long> below) {
        return passed3(below);
    }

    @Async
    private static Task<Long> passed3(Task<Long> below) {
        return passed4(below);
    }

    @Async
    private static Task<Long> passed4(Task<Long> below) {
        return Task.of(await(below) + 1);
    }

    @Async
    static Task<Long> passedOn() {
        Task<Long> task = later();
        for (int i = 0; i < DEPTH; i++) {
            task = passed(task);
        }
        return task;
    }

    @Async
    static Task<Long> one() {
        return Task.of(1L);
    }

    @Async
    static Task<Long> atOnce() {
        return Task.of(5L);
    }

    @Async
    static Task<Long> later() {
        await(sleep(Duration.ofMillis(1)));
        return Task.of(5L);
    }

    /** Fails at the bottom; each level looks at the failure on its way up. */
    @Async
    static Task<Integer> failing(int n) {
        if (n == 0) {
            throw new IllegalStateException("bottom");
        }
        int caught = 0;
        try {
            await(failing(n - 1));
        } finally {
            caught++;
        }
        return Task.of(caught);
    }

    @Async
    static CompletableFuture<Long> next(CompletableFuture<Long> one) {
        return CompletableFuture.completedFuture(await(one) + 1);
    }

    /** Without a loop: each link goes on where the one before it completes. */
    private static long futures() {
        CompletableFuture<Long> first = new CompletableFuture<>();
        CompletableFuture<Long> last = first;
        for (int i = 0; i < DEPTH; i++) {
            last = next(last);
        }
        first.complete(0L);
        return last.getNow(-1L);
    }

    @Async
    static Task<Long> next(ScheduledTask<Long> one) {
        return Task.of(await(one) + 1);
    }

    @Async
    static Task<Long> scheduled() {
        ScheduledTask<Long> last = spawn(later());
        for (int i = 0; i < DEPTH; i++) {
            last = spawn(next(last));
        }
        return Task.of(await(last));
    }

    private static String failure() {
        try {
            return "returned " + run(failing(DEPTH));
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    public static void main(String[] args) {
        System.out.println(
                switch (args[0]) {
                    case "once" -> run(sum(DEPTH, Deep::atOnce));
                    case "later" -> run(sum(DEPTH, Deep::later));
                    case "virtual" -> run(new Virtual().sum(DEPTH, Deep::later));
                    case "tail" -> run(tail(DEPTH, Deep::later));
                    case "passed" -> run(passedOn());
                    case "loop" -> run(loop(DEPTH));
                    case "failing" -> failure();
                    case "futures" -> futures();
                    case "scheduled" -> run(scheduled());
                    default -> throw new IllegalArgumentException(args[0]);
                });
    }
}
