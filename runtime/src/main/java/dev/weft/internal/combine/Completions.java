// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.AsCompleted;
import dev.weft.Awaitable;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.Discards;
import dev.weft.spi.Insistent;
import dev.weft.spi.Reports;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code asCompleted}, as they end, and those who wait for the next one. Never are there both an end that nobody has and
 * somebody who waits.
 *
 * @param <T> what the parts give
 */
final class Completions<T> implements AsCompleted<T> {
    /** A part that runs or has ended. */
    record Part<T>(Awaitable<T> awaitable, SpawnedTask<T> task) {}

    private final LoopEngine loop;
    private final Deque<Part<T>> ended = new ArrayDeque<>();
    private final Set<NextCompleted<T>> waiting = new LinkedHashSet<>(); // in order, and one leaves at once

    /** How many parts nobody has asked for. */
    private int left;

    private boolean isOver;

    Completions(LoopEngine loop) {
        this.loop = loop;
    }

    LoopEngine loop() {
        return loop;
    }

    /** Starts the parts in the group, in order. */
    void start(List<? extends Awaitable<? extends T>> parts, Group group) {
        left = parts.size();
        parts.forEach(part -> start(part, group));
    }

    @SuppressWarnings("unchecked") // of a part it is only read
    private void start(Awaitable<? extends T> awaitable, Group group) {
        SpawnedTask<T> task = (SpawnedTask<T>) group.spawn(awaitable);
        Part<T> part = new Part<>((Awaitable<T>) awaitable, task);
        Insistent onEnd = () -> ended(part);
        task.subscribe(onEnd);
    }

    private void ended(Part<T> part) {
        if (isOver) {
            giveBack(part);
            return;
        }
        ended.add(part);
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
        return left > 0;
    }

    @Override
    public Awaitable<T> next() {
        loop.requireLoopThread("next() of asCompleted(...)");
        if (left == 0) {
            throw new NoSuchElementException(
                    "next() was called once for each part of asCompleted(...); ask hasNext() first.");
        }
        left--;
        return new NextCompleted<>(this);
    }

    /** Takes a part that has ended, for somebody before whom nobody waits; null if there is none. */
    @Nullable
    Part<T> poll() {
        return ended.poll();
    }

    void waits(NextCompleted<T> next) {
        waiting.add(next);
    }

    /** Nobody waits for a next one any more, and the part that it may have is there for others. */
    void leaves(NextCompleted<T> next, @Nullable Part<T> taken) {
        waiting.remove(next);
        left++;
        if (taken != null) {
            ended.addFirst(taken);
            handOver();
        }
    }

    /** The block has ended: nobody takes what is left. */
    void end() {
        isOver = true;
        for (Part<T> part = ended.poll(); part != null; part = ended.poll()) {
            giveBack(part);
        }
    }

    private void giveBack(Part<T> part) {
        Throwable failure = part.task.failureSeen();
        if (failure == null) {
            Discards.discard(part.awaitable, part.task.result());
        } else if (!(failure instanceof CancellationException)) {
            Reports.warning(
                    "A part of asCompleted(...) (task " + part.task.name()
                            + ") failed, and its block has not asked for it",
                    failure);
        }
    }
}
