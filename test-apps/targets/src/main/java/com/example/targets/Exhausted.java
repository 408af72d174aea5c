// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Programs that use up the heap or the Java stack, and print what became of their tasks. */
public final class Exhausted {
    private Exhausted() {}

    /** Runs the program with the name, a number of times. */
    public static void main(String[] arguments) {
        int rounds = Integer.parseInt(arguments[1]);
        System.out.println(run(arguments[0].equals("heap") ? heap(rounds) : stack(rounds)));
    }

    // ------------------------------------------------------------------ the heap

    private static final class Node {
        private final Object next;

        Node(Object next) {
            this.next = next;
        }
    }

    /** Fills the heap to the last object, and keeps it full until it returns, by an error. */
    private static Object fill() {
        Object kept = null;
        for (int size = 1 << 20; size > 0; ) {
            try {
                Object[] block = new Object[size];
                block[0] = kept;
                kept = block;
            } catch (OutOfMemoryError full) {
                size /= 2;
            }
        }
        while (true) {
            kept = new Node(kept);
        }
    }

    @Async
    private static Task<Integer> victim(int depth) {
        if (depth > 0) {
            return Task.of(await(victim(depth - 1)) + 1);
        }
        return Task.of(fill().hashCode());
    }

    @Async
    private static Task<Integer> ticker() {
        for (int i = 0; i < 5; i++) {
            await(sleep(Duration.ofMillis(1)));
        }
        return Task.of(1);
    }

    /** Each round a task runs out of memory, beside one that goes on. */
    @Async
    private static Task<String> heap(int rounds) {
        int caught = 0;
        int ticked = 0;
        for (int round = 0; round < rounds; round++) {
            ScheduledTask<Integer> ticking = spawn(ticker());
            try {
                await(spawn(victim(round)));
            } catch (OutOfMemoryError expected) {
                caught++;
            }
            ticked += await(ticking);
        }
        return Task.of(caught + " caught, " + ticked + " went on");
    }

    // ------------------------------------------------------------------ the Java stack

    @Async
    private static CompletableFuture<Integer> stage(int value) {
        if (value < 0) {
            await(yieldNow());
        }
        return CompletableFuture.completedFuture(value);
    }

    /** A plain recursion without an end that starts a task at each level. */
    private static int runaway(int depth) {
        return depth < 0 ? depth : stage(depth).join() + runaway(depth + 1);
    }

    /** Each round overflows the stack somewhere in the start of a task. */
    @Async
    private static Task<String> stack(int rounds) {
        int caught = 0;
        for (int round = 0; round < rounds; round++) {
            try {
                caught += runaway(0);
            } catch (StackOverflowError expected) {
                caught++;
            }
            await(yieldNow());
        }
        await(sleep(Duration.ofMillis(1))); // what could not begin ends before a timer fires
        int left = EventLoop.current().tasks().size() - 1;
        return Task.of(caught + " caught, " + left + " tasks left");
    }
}
