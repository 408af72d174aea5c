// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way of requests to cancel through the tasks of a loop: from a task to what it awaits, if that is a task or a structured call, and so on
 * to the tasks that wait for something else. Those are woken and deliver the request. The others go on when what they await has ended.
 *
 * <p>Goes through each task once, in depth and without the Java stack. Tasks that wait for one another in a circle would never end: where the
 * wave comes back to a task on its own path, the last of them waits alone, which is to say that it delivers the request itself. Loop thread
 * only.
 */
final class CancelWave {
    /** A task on the path, what it has passed the request on to, and which of that comes next. */
    private static final class Level {
        final CancellableTask<?> waiter;
        final List<? extends CancellableTask<?>> awaited;

        /** Whether the waiter can do without the awaited: a structured call cannot do without its parts. */
        final boolean canLeave;

        int next;

        Level(CancellableTask<?> waiter, List<? extends CancellableTask<?>> awaited, boolean canLeave) {
            this.waiter = waiter;
            this.awaited = awaited;
            this.canLeave = canLeave;
        }
    }

    private final LoopEngine loop;
    private final Cancellations cancellations;
    private final List<CancellableTask<?>> reached = new ArrayList<>();
    private final Deque<Level> path = new ArrayDeque<>(0);

    /** Calls that were cancelled and may have results to give back, which runs code of the user and so comes last. */
    private final List<StructuredCall> calls = new ArrayList<>(0);

    private CancelRequest request;
    private boolean endsLater;

    CancelWave(LoopEngine loop, Cancellations cancellations, CancelRequest request) {
        this.loop = loop;
        this.cancellations = cancellations;
        this.request = request;
    }

    /** Has the next {@link #start} or {@link #startBehind} send another request. */
    void carry(CancelRequest next) {
        request = next;
    }

    /** Sends the request to a task and what that awaits. */
    void start(CancellableTask<?> task) {
        try {
            meet(task);
            run();
        } catch (Throwable lacking) { // memory, or stack
            breakOff();
            throw lacking;
        }
    }

    /** Forgets how far it has come, so that the next request goes its whole way. */
    private void breakOff() {
        while (!path.isEmpty()) {
            path.remove().waiter.onPath(false);
        }
        cancellations.endWave();
    }

    private void run() {
        while (!path.isEmpty()) {
            Level level = path.element();
            if (level.next < level.awaited.size()) {
                meet(level.awaited.get(level.next++));
            } else {
                path.remove().waiter.onPath(false);
            }
        }
        giveBack();
    }

    private void giveBack() {
        if (!calls.isEmpty()) {
            List<StructuredCall> now = List.copyOf(calls);
            calls.clear();
            now.forEach(StructuredCall::giveBack);
        }
    }

    /** As {@link #start}, when a task passes the request on in its step. */
    void startBehind(CancellableTask<?> waiter, CancellableTask<?> awaited) {
        try {
            reach(waiter);
            down(waiter, List.of(awaited), true);
            run();
        } catch (Throwable lacking) { // as above
            breakOff();
            throw lacking;
        }
    }

    private void meet(CancellableTask<?> task) {
        if (task.isReady()) {
            return;
        }
        if (task.isOnPath()) {
            leaveCircle();
            return;
        }
        if (!task.isReached()) {
            reach(task);
            cancellations.note(task, request);
            passOnOrRequest(task);
        }
        task.count(); // last, for the rest may fail and be tried again
    }

    private void reach(CancellableTask<?> task) {
        reached.add(task);
        task.reached(true);
    }

    /** Has the last task on the path that can do so leave the circle. */
    private void leaveCircle() {
        for (Level level : path) {
            if (level.canLeave) {
                level.waiter.deliverAlone();
                return;
            }
        }
    }

    private void passOnOrRequest(CancellableTask<?> task) {
        Awaitable<?> awaited = task.passesOnTo();
        if (awaited instanceof CancellableTask<?> other && other.loop() == loop) {
            down(task, List.of(other), true);
            task.passesOn();
        } else if (awaited instanceof CancellableTask<?> elsewhere && goesOver(task, elsewhere)) {
            task.passesOn();
        } else if (awaited instanceof StructuredCall call) {
            calls.add(call);
            down(task, call.cancelled(request), false);
            task.passesOn();
        } else {
            task.deliver();
        }
    }

    private void down(CancellableTask<?> waiter, List<? extends CancellableTask<?>> awaited, boolean canLeave) {
        path.push(new Level(waiter, awaited, canLeave));
        waiter.onPath(true);
    }

    /** Passes the request on to a task of another loop. False if that has ended, or waits for the one that passes
     * it on, or is on a loop that nobody runs. */
    private boolean goesOver(CancellableTask<?> waiter, CancellableTask<?> awaited) {
        return switch (request.passage(waiter, awaited)) {
            case FREE -> {
                if (!endsLater) {
                    endsLater = true;
                    cancellations.endWaveLater();
                }
                yield awaited.cancel(request.over(waiter, awaited)) && awaited.mayEnd();
            }
            case TAKEN -> awaited.mayEnd();
            case CIRCLE -> {
                waiter.deliverAlone();
                yield false;
            }
        };
    }

    /** Forgets which tasks it went through. */
    void end() {
        for (int i = 0; i < reached.size(); i++) { // allocates nothing
            reached.get(i).reached(false);
        }
    }
}
