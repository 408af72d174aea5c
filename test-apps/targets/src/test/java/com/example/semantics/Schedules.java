// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.internal.LoopTimers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Runs async code on simulated loops, under several schedules, and what the tests await again and again. */
public final class Schedules {
    public static final Duration LONG = Duration.ofHours(1);
    private static final int SEEDS = 8;

    private Schedules() {}

    /** Async code of a test. */
    public interface Body {
        Task<Void> run() throws Exception;
    }

    /** Runs the code under several seeds, each time afresh; no task and no timer of it may be left at its end. */
    public static void onEverySchedule(Body body) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                loop.run(body.run());
                assertEquals(1, loop.run(tasksOf(loop)), "tasks left, seed " + seed);
                assertEquals(0, LoopTimers.setOn(loop), "timers left, seed " + seed);
            }
        }
    }

    /** Starts a thread for which the time of the loop waits, where that is virtual. */
    public static Thread startThread(String name, Runnable code) {
        SimulatedLoop.Hold held = EventLoop.current() instanceof SimulatedLoop loop ? loop.hold(name) : () -> {};
        Thread thread = new Thread(
                () -> {
                    try (held) {
                        code.run();
                    }
                },
                name);
        thread.start();
        return thread;
    }

    /** Runs the code once, in the order of a real loop. */
    public static void inOrder(Body body) throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(body.run());
        }
    }

    @Async
    private static Task<Integer> tasksOf(EventLoop loop) {
        return Task.of(loop.tasks().size());
    }

    public static long millis() {
        return EventLoop.current().nanoTime() / 1_000_000;
    }

    /** Awaits, and returns what was thrown; null if nothing was. */
    @Async
    public static Task<Throwable> failureOf(Awaitable<?> awaitable) {
        try {
            await(awaitable);
            return Task.of(null);
        } catch (Throwable thrown) {
            return Task.of(thrown);
        }
    }

    /** Sleeps, leaves its name in the events when it starts and when it is cancelled, and returns its name. */
    @Async
    public static Task<String> named(String name, Duration duration, List<String> events) {
        events.add(name);
        try {
            await(sleep(duration));
            return Task.of(name);
        } catch (CancellationException cancelled) {
            events.add(name + " cancelled");
            throw cancelled;
        }
    }

    /** As {@link #named}, but cleaning up takes time, and may fail. */
    @Async
    public static Task<String> slowToEnd(String name, Duration cleaning, List<String> events, Exception failure)
            throws Exception {
        try {
            await(sleep(LONG));
            return Task.of(name);
        } catch (CancellationException cancelled) {
            await(sleep(cleaning));
            events.add(name + " has ended at " + millis());
            throw failure == null ? cancelled : failure;
        }
    }

    @Async
    public static Task<String> failsAfter(Duration duration, Exception failure) throws Exception {
        await(sleep(duration));
        throw failure;
    }

    public static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
