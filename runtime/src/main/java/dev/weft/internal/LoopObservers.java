// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Reports;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observers of one loop. Where there are none, the loop has no such object either: {@link Binding#observers} is null, and the loop's
 * methods are as short as if nobody ever observed. Loop thread only, except where the text says otherwise.
 */
final class LoopObservers {
    private final LoopEngine loop;

    /** The tasks in the middle of their step, each started in the middle of the one before. */
    private final List<SpawnedTask<?>> stepping = new ArrayList<>();

    /** One of each kind. Another thread may look; an array is never changed. */
    private volatile One[] all = {};

    /** An observer, and what has made it. */
    private record One(StepObserver.Kind kind, StepObserver observer) {}

    private LoopObservers(LoopEngine loop) {
        this.loop = loop;
    }

    /** Has a loop observed by the kinds there are now, and by no others. On the loop's thread, or in its constructor. */
    static void renew(LoopEngine loop) {
        LoopObservers present = loop.binding.observers;
        LoopObservers renewed = present == null ? new LoopObservers(loop) : present;
        renewed.renew(StepObservers.kinds());
        loop.binding.observers = renewed.all.length == 0 ? null : renewed;
    }

    private void renew(List<StepObserver.Kind> kinds) {
        List<One> next = new ArrayList<>();
        for (One one : all) {
            if (kinds.contains(one.kind)) {
                next.add(one);
            } else {
                tell(one, Transition.OVER, null);
            }
        }
        for (StepObserver.Kind kind : kinds) {
            if (of(kind) == null) {
                make(kind, next);
            }
        }
        all = next.toArray(One[]::new);
    }

    private void make(StepObserver.Kind kind, List<One> to) {
        try {
            to.add(new One(kind, kind.of(LoopInspection.of(loop))));
        } catch (Throwable thrown) { // memory
            failed(thrown);
        }
    }

    /** The observer of a kind, or null. Any thread. */
    @Nullable
    StepObserver of(StepObserver.Kind kind) {
        for (One one : all) {
            if (one.kind == kind) {
                return one.observer;
            }
        }
        return null;
    }

    // ------------------------------------------------------------------ what they are told

    /** A task is in the run queue. One that has put itself there goes on after the others: the end of its step says so. */
    void enqueued(SpawnedTask<?> task) {
        if (task.isUnstarted()) {
            tell(Transition.SPAWNED, task);
        } else if (!stepping.contains(task)) {
            tell(Transition.WOKEN, task);
        }
    }

    /** A task that the run queue does not know starts in the middle of another one's step. */
    void startsNested(SpawnedTask<?> task) {
        tell(Transition.SPAWNED, task);
        steps(Transition.STARTED, task);
    }

    private void steps(Transition transition, SpawnedTask<?> task) {
        stepping.add(task);
        tell(transition, task);
    }

    /** A step of a task is over. */
    void stepped(SpawnedTask<?> task) {
        stepping.remove(task);
        tell(ObservedTask.endOf(task), task);
    }

    /** Runs what was taken from the queue; returns false if that is null. */
    boolean runs(@Nullable Runnable next, Turns turns) {
        if (next == null) {
            return false;
        }
        if (!(next instanceof SpawnedTask<?> task)) {
            tell(Transition.ACTION_BEGINS, null);
            turns.run(next);
            tell(Transition.ACTION_ENDS, null);
        } else if (task.isReady()) { // it has ended meanwhile
            turns.run(task);
        } else {
            steps(task.isUnstarted() ? Transition.STARTED : Transition.RESUMED, task);
            try {
                turns.run(task);
            } finally {
                stepped(task);
            }
        }
        return true;
    }

    void tell(Transition transition, @Nullable SpawnedTask<?> task) {
        for (One one : all) {
            tell(one, transition, task);
        }
    }

    /** An observer that fails is told nothing any more: the loop goes on. */
    private void tell(One one, Transition transition, @Nullable SpawnedTask<?> task) {
        try {
            one.observer.sees(transition, task);
        } catch (Throwable thrown) {
            failed(thrown);
            List<One> others = new ArrayList<>(List.of(all));
            others.remove(one);
            all = others.toArray(One[]::new);
        }
    }

    private static void failed(Throwable thrown) {
        Reports.warning("An observer of the event loop failed, and observes it no longer", thrown);
    }
}
