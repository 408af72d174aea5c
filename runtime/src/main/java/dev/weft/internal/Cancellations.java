// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cancellations that are under way on a loop: which request stands for which task, and the wave that came last. Not in the tasks, which
 * would all be larger for the few that are cancelled. Loop thread only.
 */
final class Cancellations {
    private final LoopEngine loop;

    /** The request that each task with one has yet to deliver, or has passed on to what it awaits. */
    private IdentityHashMap<CancellableTask<?>, CancelRequest> standing = new IdentityHashMap<>(0);

    /**
     * The last wave, as long as no task that it went through has done anything about its request. What is cancelled meanwhile joins it, so that
     * a shutdown that cancels thousands of tasks goes once through what they share.
     */
    private @Nullable CancelWave wave;

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

    private boolean passOn(CancellableTask<?> waiter, Object awaited, CancelRequest request) {
        if (awaited instanceof CancellableTask<?> task && task.loop != loop) {
            return task.cancel(request);
        }
        waveFor(request).startBehind(waiter, awaited);
        return true;
    }

    /** One that comes from another wave goes its whole way again: only so does it find the circle that it may be in. */
    private CancelWave waveFor(CancelRequest request) {
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
        if (request.cameOverWait()) {
            standing.merge(task, request, CancelRequest::and);
        } else {
            standing.putIfAbsent(task, request);
        }
    }

    /** The request that stands for a task. */
    CancelRequest requestOf(CancellableTask<?> task) {
        CancelRequest request = standing.get(task);
        return request == null ? CancelRequest.byCaller() : request;
    }

    /** A task has done something about its request: what comes now is another one. */
    void moved(CancellableTask<?> task, boolean stands) {
        endWave();
        if (!stands) {
            standing.remove(task);
            if (standing.isEmpty()) {
                standing = new IdentityHashMap<>(0); // a map never becomes smaller by itself
            }
        }
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

    /** The number of tasks for which a request stands; for tests. */
    int size() {
        return standing.size();
    }
}
