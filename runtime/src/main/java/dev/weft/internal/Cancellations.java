// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The cancellations that are under way on a loop: which tasks were cancelled and have not ended, which request stands for each, and the
 * wave that came last. Not in the tasks, which would all be larger for the few that are cancelled. Loop thread only.
 */
final class Cancellations {
    /** For so many tasks a map is kept when it is empty. */
    private static final int SMALL = 64;

    private final LoopEngine loop;

    /** The tasks that have not ended since they were cancelled, without those that have taken every request back. */
    private IdentityHashMap<CancellableTask<?>, Cancelled> unended = new IdentityHashMap<>(0);

    /**
     * The last wave, as long as no task that it went through has done anything about its request. What is cancelled meanwhile joins it, so
     * that a shutdown that cancels thousands of tasks goes once through what they share.
     */
    private @Nullable CancelWave wave;

    /** The most tasks that were in the map, which never becomes smaller by itself. */
    private int largest;

    /** When the request was made that the wave carries. */
    private long now;

    private int visits;

    Cancellations(LoopEngine loop) {
        this.loop = loop;
    }

    /** Cancels a task of the loop that has not ended. */
    void cancel(CancellableTask<?> task, CancelRequest request) {
        waveFor(request).start(task);
    }

    /**
     * Passes the request of a task that is delivering it on to what it awaits: a task of any loop, or a structured call of this one.
     *
     * @return false if the awaited has yet to unwind; true if the waiter need not wait for that
     */
    boolean passOn(CancellableTask<?> waiter, Object awaited) {
        CancelRequest request = requestOf(waiter);
        return switch (request.passage(waiter, awaited)) {
            case CIRCLE -> true;
            case TAKEN -> false;
            case FREE -> !passOn(waiter, awaited, request.over(waiter, awaited));
        };
    }

    /** Cancels a structured call for a waiter that delivers its request, as {@link LoopEngine#cancelParts} says. */
    boolean cancelParts(StructuredCall call, Waiter waiter) {
        if (waiter instanceof CancellableTask<?> task && task.loop == loop) {
            return passOn(task, call);
        }
        CancelRequest request = CancelRequest.of(waiter);
        List<? extends SpawnedTask<?>> parts = call.cancelled(request);
        call.giveBack();
        parts.forEach(part -> part.cancel(request));
        return false;
    }

    private boolean passOn(CancellableTask<?> waiter, Object awaited, CancelRequest request) {
        if (awaited instanceof CancellableTask<?> task && task.loop != loop) {
            return task.cancel(request);
        }
        waveFor(request).startBehind(waiter, awaited);
        return true;
    }

    /** One that comes from another wave goes its whole way again: only so does it find the circle that it may be in. */
    private CancelWave waveFor(CancelRequest request) {
        now = loop.nanoTime();
        if (wave == null || request.cameOverWait()) {
            endWave();
            wave = new CancelWave(loop, this, request);
        } else {
            wave.carry(request);
        }
        return wave;
    }

    /** Notes which request is on its way to a task: the first, but for those that have come over waits, which know where they have been. */
    void note(CancellableTask<?> task, CancelRequest request) {
        Cancelled known = unended.get(task);
        if (known == null) {
            unended.put(task, new Cancelled(request, now));
            largest = Math.max(largest, unended.size());
            loop.watch.unended.cancelled(now);
        } else if (!task.hasStandingRequest()) {
            known.standing = request;
        } else if (request.cameOverWait()) {
            known.standing = known.standing.and(request);
        }
    }

    /** The request that stands for a task. */
    CancelRequest requestOf(CancellableTask<?> task) {
        Cancelled known = task.hasStandingRequest() ? unended.get(task) : null;
        return known == null ? CancelRequest.byCaller() : known.standing;
    }

    /** A task has done something about its request: what comes now is another one. */
    void moved(CancellableTask<?> task) {
        endWave();
        if (task.cancelling() == 0) { // it has taken back what was asked
            ended(task);
        }
    }

    /** A task has ended that was cancelled, or means to go on. */
    void ended(CancellableTask<?> task) {
        unended.remove(task);
        if (unended.isEmpty()) {
            loop.watch.unended.noneLeft();
            if (largest > SMALL) {
                makeSmall();
            }
        }
    }

    private void makeSmall() {
        try {
            unended = new IdentityHashMap<>(0);
            largest = 0;
        } catch (Throwable lacking) { // memory: then the map stays large
            return;
        }
    }

    /** Forgets tasks that have ended since: some for which there was no memory to cancel them. */
    void forgetEnded() {
        unended.keySet().removeIf(CancellableTask::isReady);
    }

    /** What is known of a task that was cancelled and has not ended; null of any other. */
    @Nullable
    Cancelled of(CancellableTask<?> task) {
        return unended.get(task);
    }

    /** Shows the tasks that were cancelled and have not ended, in no order. */
    void forEach(BiConsumer<CancellableTask<?>, Cancelled> action) {
        unended.forEach(action);
    }

    /** Ends the wave when all that is ready has run: what is on another loop may do something about the request at any time. */
    void endWaveLater() {
        CancelWave now = wave;
        loop.enqueue(() -> {
            if (wave == now) {
                endWave();
            }
        });
    }

    /** Has the next request go its whole way. */
    void endWave() {
        if (wave != null) {
            wave.end();
            wave = null;
        }
    }

    /** Counts a task at which a wave has arrived. */
    void visited() {
        visits++;
    }

    /** How often a wave has arrived at a task; for tests. */
    int visits() {
        return visits;
    }

    /** The number of tasks that were cancelled and have not ended; for tests. */
    int size() {
        return unended.size();
    }
}
