// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way of requests to cancel through the tasks of a loop: from a task to what it awaits, if that is a task or a structured call, and so
 * on to the tasks that wait for something else. Those are woken and deliver the request. The others go on when what they await has ended.
 *
 * <p>Goes through each task once, in depth and without the Java stack. Tasks that wait for one another in a circle would never end: if the
 * wave comes back to a task on its own path, {@link WaitCircles} has some of them wait alone, which is to say deliver the request
 * themselves. Loop thread only.
 */
final class CancelWave {
    private final LoopEngine loop;
    private final Cancellations cancellations;
    private final List<CancellableTask<?>> reached = new ArrayList<>();
    private final Deque<PassedOn> path = new ArrayDeque<>(0);

    /** The tasks of this way that passed the request on, in the order in which the wave left them. */
    private final List<PassedOn> left = new ArrayList<>(0);

    /** Whether the wave came back to a task on its path. */
    private boolean foundCircle;

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
        goNoFurther();
        cancellations.endWave();
    }

    private void run() {
        while (!path.isEmpty()) {
            PassedOn top = path.element();
            if (top.next < top.awaited.size()) {
                meet(top.awaited.get(top.next++));
            } else {
                path.remove().waiter.onPath(false);
                left.add(top);
            }
        }
        if (foundCircle) {
            new WaitCircles(left).leave();
        }
        goNoFurther();
        giveBack();
    }

    private void goNoFurther() {
        left.clear();
        foundCircle = false;
    }

    private void giveBack() {
        if (!calls.isEmpty()) {
            List<StructuredCall> now = List.copyOf(calls);
            calls.clear();
            now.forEach(StructuredCall::giveBack);
        }
    }

    /** As {@link #start}, when a task passes the request on in its step, to a task or a structured call. */
    void startBehind(CancellableTask<?> waiter, Object awaited) {
        try {
            reach(waiter);
            if (awaited instanceof StructuredCall call) {
                down(waiter, call);
            } else {
                down(waiter, (CancellableTask<?>) awaited);
            }
            run();
        } catch (Throwable lacking) { // as above
            breakOff();
            throw lacking;
        }
    }

    private void meet(CancellableTask<?> task) {
        cancellations.visited();
        if (task.isReady()) {
            return;
        }
        if (task.isOnPath()) {
            foundCircle = true;
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

    private void passOnOrRequest(CancellableTask<?> task) {
        Awaitable<?> awaited = task.passesOnTo();
        if (awaited instanceof CancellableTask<?> other && other.loop() == loop) {
            down(task, other);
            task.passesOn();
        } else if (awaited instanceof CancellableTask<?> elsewhere && goesOver(task, elsewhere)) {
            task.passesOn();
        } else if (awaited instanceof StructuredCall call) {
            down(task, call);
            task.passesOn();
        } else {
            task.deliver();
        }
    }

    private void down(CancellableTask<?> waiter, CancellableTask<?> awaited) {
        down(new PassedOn(waiter, List.of(awaited), true));
    }

    private void down(CancellableTask<?> waiter, StructuredCall call) {
        calls.add(call);
        down(new PassedOn(waiter, call.cancelled(request), false));
    }

    private void down(PassedOn next) {
        path.push(next);
        next.waiter.onPath(true);
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
