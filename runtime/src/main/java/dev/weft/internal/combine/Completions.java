// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.AsCompleted;
import dev.weft.Awaitable;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.EndWaiter;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.TaskFailures;
import dev.weft.spi.Discards;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code asCompleted}, as they end, and those who wait for the next one. Never are there both an end that nobody has and
 * somebody who waits.
 *
 * @param <T> what the parts give
 */
final class Completions<T> implements AsCompleted<T> {
    /** A part that runs or has ended, and the waiter of its end. */
    static final class Part<T> extends EndWaiter {
        private final Completions<T> completions;
        private final Awaitable<T> awaitable;
        private final SpawnedTask<T> task;
        private boolean isNoted;

        Part(Completions<T> completions, Awaitable<T> awaitable, SpawnedTask<T> task) {
            this.completions = completions;
            this.awaitable = awaitable;
            this.task = task;
        }

        SpawnedTask<T> task() {
            return task;
        }

        @Override
        public void wake() {
            completions.ended(this);
        }
    }

    private final LoopEngine loop;
    private final Deque<Part<T>> ended;
    private final Set<NextCompleted<T>> waiting = new LinkedHashSet<>(); // in order, and one leaves at once

    /** How many parts nobody has asked for. */
    private int left;

    private boolean isOver;

    /** Runs the parts, once they have started. */
    private @Nullable Group group;

    Completions(LoopEngine loop, int parts) {
        this.loop = loop;
        this.left = parts;
        this.ended = new ArrayDeque<>(parts + 1); // one that had to grow, and could not, would lose what is in it
    }

    LoopEngine loop() {
        return loop;
    }

    /** Starts the parts in the group, in order. */
    void start(List<? extends Awaitable<? extends T>> parts, Group running) {
        group = running;
        try {
            parts.forEach(part -> start(part, running));
        } catch (Throwable refused) { // such as the same task twice
            parts.forEach(ColdFrames::giveUp);
            throw refused;
        }
    }

    @SuppressWarnings("unchecked") // of a part it is only read
    private void start(Awaitable<? extends T> awaitable, Group running) {
        SpawnedTask<T> task = (SpawnedTask<T>) running.spawn(awaitable);
        task.subscribe(new Part<>(this, (Awaitable<T>) awaitable, task));
    }

    /** A part has ended. What breaks off for want of memory or stack is done by the next call, so nothing here is done twice. */
    private void ended(Part<T> part) {
        if (!part.isNoted) {
            part.isNoted = true; // first: nothing is given back twice
            if (isOver) {
                giveBack(part);
            } else {
                ended.add(part);
            }
        }
        handOver();
    }

    /** Gives what has ended to those who wait. */
    private void handOver() {
        while (!ended.isEmpty() && !waiting.isEmpty()) {
            NextCompleted<T> next = waiting.iterator().next();
            waiting.remove(next);
            next.take(ended.remove());
        }
    }

    @Override
    public boolean hasNext() {
        return left > 0 && !isOver;
    }

    @Override
    public Awaitable<T> next() {
        loop.requireLoopThread("next() of asCompleted(...)");
        requireBlock();
        if (left == 0) {
            throw new NoSuchElementException(
                    "next() was called once for each part of asCompleted(...); ask hasNext() first.");
        }
        left--;
        return new NextCompleted<>(this);
    }

    /** Refuses who comes when the block has ended: nothing would ever be handed over. */
    private void requireBlock() {
        if (isOver) {
            throw noBlock();
        }
    }

    private static IllegalStateException noBlock() {
        return new IllegalStateException(
                "The block of asCompleted(...) has ended, so there is no next part: those that were left were"
                        + " cancelled with it. Await next() in the block, or have the block await the task that does.");
    }

    /** Takes a part that has ended, for somebody before whom nobody waits; null if there is none. */
    @Nullable
    Part<T> poll() {
        requireBlock();
        return ended.poll();
    }

    /** The parts that run, for who shows them. Another thread may ask while they change. */
    List<SpawnedTask<?>> running() {
        Group started = group;
        return started == null ? List.of() : started.children();
    }

    void waits(NextCompleted<T> next) {
        waiting.add(next);
    }

    /** Nobody waits for a next one any more, and the part that it may have is there for others. */
    void leaves(NextCompleted<T> next, @Nullable Part<T> taken) {
        waiting.remove(next);
        left++;
        if (taken != null && isOver) {
            giveBack(taken);
        } else if (taken != null) {
            ended.addFirst(taken);
            handOver();
        }
    }

    /** The block has ended: nobody takes what is left, and who waits for it is told. Called again if it breaks off. */
    void end() {
        isOver = true;
        while (!waiting.isEmpty()) {
            NextCompleted<T> next = waiting.iterator().next();
            next.refuse(noBlock());
            waiting.remove(next);
        }
        for (Part<T> part = ended.pollLast(); part != null; part = ended.pollLast()) {
            giveBack(part);
        }
    }

    private void giveBack(Part<T> part) {
        if (part.task.failureSeen() == null) {
            Discards.discard(part.awaitable, part.task.result());
        } else {
            TaskFailures.report(
                    part.task,
                    "A part of asCompleted(...) (task " + part.task.name()
                            + ") failed, and its block has not asked for it");
        }
    }
}
