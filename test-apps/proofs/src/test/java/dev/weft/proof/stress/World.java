// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the tasks of one loop share, and what has to be right when they have ended. Loop thread only, but for the counters. */
final class World {
    private static final int MOST_PROBLEMS = 20;

    final Permits permits = new Permits(this, 2);
    final Items items = new Items(this);
    final List<Flow> flows = new ArrayList<>();
    final List<ScheduledTask<?>> started = new ArrayList<>();

    /** Tasks that were not waited for to their end. */
    final List<ScheduledTask<?>> late = new ArrayList<>();

    /** Bodies that began and ended, and clean-ups that began, ended, and were cut off by a cancellation. */
    final AtomicInteger begun = new AtomicInteger();

    final AtomicInteger ended = new AtomicInteger();
    final AtomicInteger cleaning = new AtomicInteger();
    final AtomicInteger cleaned = new AtomicInteger();
    final AtomicInteger cutOff = new AtomicInteger();

    /** Clean-ups that were cut off though they began because of a cancellation. */
    final AtomicInteger cancelledAgain = new AtomicInteger();

    /** A server that sends back what it gets; null if there is none. */
    @Nullable
    InetSocketAddress server;

    /** Whether streams and queue are being shut, so that it is no fault if one is. */
    boolean shutting;

    /** Completes the futures that steps await. */
    final Consumer<CompletableFuture<String>> completer;

    private final List<String> problems = new ArrayList<>();

    World(Consumer<CompletableFuture<String>> completer) {
        this.completer = completer;
    }

    void expect(boolean right, Supplier<String> otherwise) {
        if (!right) {
            problem(otherwise.get());
        }
    }

    synchronized void problem(String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(what);
        }
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** Lets nobody wait for what does not come any more. True if all streams have come to their end. */
    boolean shut() {
        shutting = true;
        items.close();
        boolean all = true;
        for (Flow flow : flows) {
            try {
                all &= flow.drain();
            } catch (Exception failed) {
                problem("draining a stream: " + failed);
            }
        }
        return all;
    }

    /** Counts when all has ended; the bytes only if they could be read to the end. */
    void check(boolean wasShut) {
        expect(begun.get() == ended.get(), () -> begun + " bodies began, " + ended + " finally blocks ran");
        expect(
                cleaning.get() == cleaned.get() + cutOff.get(),
                () -> cleaning + " clean-ups began, " + cleaned + " ended, " + cutOff + " were cut off");
        for (ScheduledTask<?> task : started) {
            expect(task.isReady(), () -> task + " has not ended");
        }
        late.forEach(task -> Results.endLate(this, task));
        permits.check();
        items.check();
        if (wasShut) {
            flows.forEach(Flow::check);
        }
    }

    /** Whether a task is one that runs on this loop and was started by a body. */
    static List<ScheduledTask<?>> targets(EventLoop loop) {
        List<ScheduledTask<?>> all = loop.tasks();
        return all.stream().filter(task -> !task.name().equals("main")).toList();
    }
}
