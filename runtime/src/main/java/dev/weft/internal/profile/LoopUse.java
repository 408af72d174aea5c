// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.abi.Frame;
import dev.weft.debug.DumpOptions;
import dev.weft.internal.ObservedTask;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StepObserver;
import dev.weft.internal.Transition;
import dev.weft.internal.profile.TaskUse.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes what the tasks of one loop have of it. Told by the loop's thread, and read once by another one. */
final class LoopUse implements StepObserver {
    /** As many tasks are noted; what more there are is one row. */
    private static final int MOST_TASKS = 10_000;

    private final long begun = System.nanoTime();
    private final Map<Integer, TaskUse> tasks = new HashMap<>();
    private final Lags lags = new Lags();
    private final EndedTasks ended = new EndedTasks(DumpOptions.DEFAULT);

    /** What was posted to the loop, as if one task did it. */
    private final TaskUse actions = new TaskUse(0, null, begun, Place.WAITING);

    /** The tasks that are too many to be noted, as if they were one; of it only the steps count. */
    private final TaskUse others = new TaskUse(0, null, begun, Place.WAITING);

    private @Nullable TaskUse running;
    private long turns;
    private long turnBegun = begun;
    private boolean isTurning;

    /** Nothing is noted any more, so that whoever reads does not hold the loop up. */
    private boolean isOver;

    /** Begins in the middle of a turn, or before the first. */
    LoopUse(boolean isTurning) {
        this.isTurning = isTurning;
    }

    @Override
    public synchronized void sees(Transition transition, @Nullable SpawnedTask<?> task) {
        if (isOver) {
            return;
        }
        long now = System.nanoTime();
        if (task != null) {
            sees(transition, task, use(transition, task, now), now);
        } else if (transition == Transition.ACTION_BEGINS) {
            begin(actions, now);
        } else if (transition == Transition.ACTION_ENDS) {
            end(actions, transition, now);
        } else if (transition == Transition.TURN_BEGINS) {
            isTurning = true;
            turnBegun = now;
            turns++;
        } else if (transition == Transition.TURN_ENDS) {
            endTurn(now);
        }
    }

    private void endTurn(long now) {
        if (isTurning) {
            isTurning = false;
            lags.add(now - turnBegun);
        }
    }

    /** Of one that was there before it is taken that it has been in the queue, or has waited, since the look began. */
    private TaskUse use(Transition transition, SpawnedTask<?> task, long now) {
        int number = ObservedTask.number(task);
        TaskUse use = tasks.get(number);
        if (use != null) {
            return use;
        }
        if (tasks.size() == MOST_TASKS) {
            return others;
        }
        TaskUse made = new TaskUse(
                number,
                ObservedTask.label(task),
                transition == Transition.SPAWNED ? now : begun,
                transition.beginsStep() ? Place.QUEUED : Place.WAITING);
        tasks.put(number, made);
        return made;
    }

    private void sees(Transition transition, SpawnedTask<?> task, TaskUse use, long now) {
        if (transition.beginsStep()) {
            begin(use, now);
        } else if (transition.endsStep()) {
            end(use, transition, now);
            Frame<?> frame = transition.endsTask() ? null : ObservedTask.frame(task);
            use.standsAt(frame == null ? null : frame.places(), frame == null ? 0 : frame.state);
        } else if (use != others) {
            use.is(Place.QUEUED, now);
        }
    }

    private void begin(TaskUse use, long now) {
        TaskUse covered = running;
        if (covered != null) {
            covered.is(Place.COVERED, now);
        }
        use.outer = covered;
        use.is(Place.RUNNING, now);
        use.countStep();
        running = use;
    }

    private void end(TaskUse use, Transition transition, long now) {
        use.is(transition == Transition.GAVE_WAY ? Place.QUEUED : Place.WAITING, now);
        running = use.outer;
        use.outer = null;
        if (running != null) {
            running.is(Place.RUNNING, now);
        }
        if (transition.endsTask() && use != others) {
            tasks.remove(use.number);
            ended.add(use.row(now));
        }
    }

    // ------------------------------------------------------------------ what came out

    /** Returns what was noted up to now, and ends that; a turn that has not ended counts as far as it has come. */
    Seen seen() {
        long now = end();
        List<TaskUse.Row> rows = new ArrayList<>();
        tasks.values().forEach(use -> rows.add(use.row(now)));
        rows.addAll(ended.rows());
        rows.add(actions.rowOfSeveral("(actions that were posted)", now));
        rows.add(others.rowOfSeveral("(more tasks than are noted)", now));
        rows.removeIf(row -> row.steps() == 0 && row.id().isEmpty());
        return new Seen(now - begun, turns, lags, rows);
    }

    private synchronized long end() {
        long now = System.nanoTime();
        endTurn(now);
        isOver = true;
        return now;
    }

    /**
     * What was noted of a loop.
     *
     * @param nanos for how long
     * @param turns how many turns have begun
     * @param lags how late it has looked at what came
     * @param rows its tasks that were not at rest all the time
     */
    record Seen(long nanos, long turns, Lags lags, List<TaskUse.Row> rows) {
        long busy() {
            return rows.stream().mapToLong(TaskUse.Row::busy).sum();
        }
    }
}
