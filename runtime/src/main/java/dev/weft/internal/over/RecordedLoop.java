// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.debug.DumpOptions;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.ObservedTask;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StepObserver;
import dev.weft.internal.Transition;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Writes what a loop does into the recordings of Flight Recorder that want it. Loop thread only. */
final class RecordedLoop implements StepObserver {
    private final int loop;

    /** Those that are on the Java stack, each in the middle of the one before. */
    private final Deque<StepEvents.Step> steps = new ArrayDeque<>();

    private StepEvents.@Nullable LoopLag turn;

    RecordedLoop(LoopInspection loop) {
        this.loop = loop.number();
    }

    @Override
    public void sees(Transition transition, @Nullable SpawnedTask<?> task) {
        if (task == null) {
            turns(transition);
        } else if (transition == Transition.SPAWNED) {
            spawned(task);
        } else if (transition.beginsStep()) {
            begins(transition, task);
        } else if (transition.endsStep()) {
            ends(transition, task);
        }
    }

    private void turns(Transition transition) {
        StepEvents.LoopLag begun = turn;
        if (transition == Transition.TURN_BEGINS) {
            turn = new StepEvents.LoopLag();
            turn.begin();
        } else if (transition == Transition.TURN_ENDS && begun != null) {
            begun.loop = loop;
            begun.commit();
            turn = null;
        }
    }

    private void spawned(SpawnedTask<?> task) {
        StepEvents.Spawn event = new StepEvents.Spawn();
        if (event.shouldCommit()) {
            Object site = ObservedTask.site(ObservedTask.label(task));
            int spawner = ObservedTask.spawner(task);
            event.spawned = site == null ? null : site.toString();
            event.parent = spawner == 0 ? null : id(spawner);
            commit(event, task);
        }
    }

    private void begins(Transition transition, SpawnedTask<?> task) {
        StepEvents.Resume event = new StepEvents.Resume();
        if (transition == Transition.RESUMED && event.shouldCommit()) {
            commit(event, task);
        }
        StepEvents.Step step = new StepEvents.Step();
        step.begin();
        steps.push(step);
        if (turn != null) {
            turn.steps++;
        }
    }

    private void ends(Transition transition, SpawnedTask<?> task) {
        StepEvents.Step step = steps.poll();
        if (step != null) {
            step.end();
            if (step.shouldCommit()) {
                step.end = transition.inWords();
                step.at = transition.waits() ? line(task) : null;
                commit(step, task);
            }
        }
        StepEvents.Suspend event = new StepEvents.Suspend();
        if (transition == Transition.SUSPENDED && event.shouldCommit()) {
            event.at = line(task);
            commit(event, task);
        }
    }

    private void commit(StepEvents.OfTask event, SpawnedTask<?> task) {
        int number = ObservedTask.number(task);
        event.id = id(number);
        event.name = DumpOptions.DEFAULT.redacted(ObservedTask.name(ObservedTask.label(task), number));
        event.commit();
    }

    private String id(int number) {
        return loop + "." + Integer.toUnsignedString(number);
    }

    private static @Nullable String line(SpawnedTask<?> task) {
        Object line = ObservedTask.line(task);
        return line == null ? null : line.toString();
    }
}
