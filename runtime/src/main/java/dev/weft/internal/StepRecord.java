// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Priority;
import dev.weft.WaitDescription;
import dev.weft.spi.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run as text, one line each: which task, where it begins or goes on, and what it awaits in the end. For a run that is made
 * again to be looked at, since it asks each task where it is, twice a step.
 */
public final class StepRecord {
    private final List<String> lines = new ArrayList<>();

    /** What runs, and how its line begins; null between two steps. */
    private @Nullable Runnable running;

    private String begin = "";

    private boolean isOver;

    /** Makes a record without a line. */
    public StepRecord() {}

    /**
     * Returns what there is so far.
     *
     * @return the lines, in order
     */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Ends the record: what is run from now on is none of it. */
    public void over() {
        ended();
        isOver = true;
    }

    /** Makes a queue that does what another one does, and has its steps recorded. */
    RunQueue around(RunQueue order) {
        return new Recorded(order);
    }

    private void begins(Runnable entry) {
        running = entry;
        if (entry instanceof SpawnedTask<?> task) {
            begin = nameOf(task) + " " + whereItGoesOn(task);
        } else if (entry instanceof ExploredOrder.Firing) {
            begin = entry.toString();
        } else if (isMachinery(entry)) {
            running = null;
        } else {
            begin = "the action " + Fence.nameOf(entry);
        }
    }

    private void ended() {
        if (running instanceof SpawnedTask<?> task) {
            lines.add(begin + whatItAwaits(task));
        } else if (running != null) {
            lines.add(begin);
        }
        running = null;
    }

    private static String nameOf(SpawnedTask<?> task) {
        StackTraceElement site = task.site();
        return site == null ? task.name() : task.name() + " (spawned at " + lineOf(site) + ")";
    }

    /** Whether an action is the runtime's own, such as the wake of a task that gives way. */
    private static boolean isMachinery(Runnable entry) {
        return entry.getClass().getName().startsWith(StepRecord.class.getPackageName() + ".");
    }

    private static String whereItGoesOn(SpawnedTask<?> task) {
        List<StackTraceElement> stack = task.isReady() ? List.of() : task.callStack();
        return stack.isEmpty() ? "starts" : "goes on at " + lineOf(stack.get(0));
    }

    private static String whatItAwaits(SpawnedTask<?> task) {
        if (task.isReady()) {
            Throwable failure = task.failureShown();
            return failure == null ? ", and returns" : ", and throws " + failure;
        }
        WaitDescription wait = task.waitsFor();
        List<StackTraceElement> stack = task.callStack();
        String place = stack.isEmpty() ? "" : " at " + lineOf(stack.get(0));
        return wait == null ? ", and can go on again" + place : ", and awaits " + wait + place;
    }

    private static String lineOf(StackTraceElement line) {
        return line.getFileName() + ":" + line.getLineNumber();
    }

    /** The queue that is asked by the loop. */
    private final class Recorded implements RunQueue {
        private final RunQueue order;

        Recorded(RunQueue order) {
            this.order = order;
        }

        @Override
        public void add(Runnable ready) {
            order.add(ready);
        }

        @Override
        public void add(Runnable ready, Priority priority) {
            order.add(ready, priority);
        }

        @Override
        public void post(Runnable action) {
            order.post(action);
        }

        @Override
        public @Nullable Runnable poll() {
            StepRecord.this.ended();
            Runnable next = order.poll();
            if (next != null && !isOver) {
                begins(next);
            }
            return next;
        }

        @Override
        public @Nullable Runnable running() {
            return order.running();
        }

        @Override
        public void ended() {
            StepRecord.this.ended();
            order.ended();
        }

        @Override
        public int size() {
            return order.size();
        }

        @Override
        public int sizeSeen() {
            return order.sizeSeen();
        }

        @Override
        public void forEach(Consumer<Runnable> action) {
            order.forEach(action);
        }

        @Override
        public Timers timers() {
            return order.timers();
        }
    }
}
