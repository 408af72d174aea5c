// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which an executor has run turns: one, or one after the other, as where a thread that died was replaced. If a turn comes back
 * to a thread from which they had gone to another, there are several. In a turn, but for {@link #isLast}.
 */
final class TurnThreads {
    /** Before the first turn it tells the thread. */
    private final Probe probe;

    /** The thread of the last turn. */
    private volatile @Nullable Thread last;

    private final List<WeakReference<Thread>> former = new ArrayList<>(0);

    /** How many turns have begun; for who looks now and then, and may see it late. */
    private int begun;

    TurnThreads(Probe probe) {
        this.probe = probe;
    }

    /** Whether the calling thread ran the last turn, or runs this one. Any thread. */
    boolean isLast() {
        Thread thread = last;
        return Thread.currentThread() == (thread == null ? probe.thread() : thread);
    }

    /** Whether the executor has shown a thread. Any thread. */
    boolean isKnown() {
        return last != null || probe.thread() != null;
    }

    /** Waits until the executor shows a thread, or the loop has ended. Returns false if neither comes for long. Any thread. */
    boolean awaitsFirst(CompletableFuture<?> closed) {
        return probe.awaits(closed);
    }

    /** Notes that a turn begins on the calling thread. False if it has come back to that. */
    boolean begin() {
        begun++;
        Thread before = last;
        Thread here = Thread.currentThread();
        if (before == here) {
            return true;
        }
        last = here;
        if (before == null) {
            probe.comes();
            return true;
        }
        return notesMove(before, here);
    }

    int begun() {
        return begun;
    }

    private boolean notesMove(Thread before, Thread here) {
        former.removeIf(each -> !isAlive(each.get()));
        for (WeakReference<Thread> each : former) {
            if (each.get() == here) {
                return false;
            }
        }
        former.add(new WeakReference<>(before));
        return true;
    }

    private static boolean isAlive(@Nullable Thread thread) {
        return thread != null && thread.isAlive();
    }
}
