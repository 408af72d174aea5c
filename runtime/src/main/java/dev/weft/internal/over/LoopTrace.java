// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.debug.DumpOptions;
import dev.weft.internal.ObservedTask;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StepObserver;
import dev.weft.internal.Transition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what a loop does: each step and each action a slice on the loop's track; each task, and in it each wait, a slice of its
 * own track. Loop thread only.
 */
final class LoopTrace implements StepObserver {
    private static final String ACTION = "action";
    private static final int LONGEST_NAME = 200;

    private final int loop;
    private final TraceBuffer buffer;
    private final long zero;
    private final TraceEvent event = new TraceEvent();

    /** When the steps began that are on the Java stack, each in the middle of the one before. */
    private long[] began = new long[4];

    private int depth;

    LoopTrace(int loop, @Nullable Thread thread, long zero, TraceBuffer buffer) {
        this.loop = loop;
        this.zero = zero;
        this.buffer = buffer;
        String on = thread == null ? "" : " on " + shown(thread.getName());
        buffer.add(event.begin('M', loop, "thread_name").args("name", "loop " + loop + on));
    }

    @Override
    public void sees(Transition transition, @Nullable SpawnedTask<?> task) {
        if (task != null) {
            sees(transition, task, System.nanoTime() - zero);
        } else if (transition == Transition.ACTION_BEGINS) {
            begins(System.nanoTime() - zero);
        } else if (transition == Transition.ACTION_ENDS) {
            ends(ACTION, ACTION, null, System.nanoTime() - zero);
        } else if (transition == Transition.OVER) {
            buffer.close();
        }
    }

    private void sees(Transition transition, SpawnedTask<?> task, long now) {
        if (transition.beginsStep()) {
            begins(now);
        } else if (transition == Transition.SPAWNED) {
            Object site = ObservedTask.site(ObservedTask.label(task));
            buffer.add(ofTask('b', name(task), task, now).args("spawned", site));
        } else if (transition == Transition.WOKEN) {
            buffer.add(ofTask('e', "wait", task, now).args("", null));
        } else if (transition.endsStep()) {
            stepEnds(transition, task, now);
        }
    }

    private void stepEnds(Transition transition, SpawnedTask<?> task, long now) {
        Object line = transition.waits() ? ObservedTask.line(task) : null;
        String how = transition.inWords();
        ends(name(task), "step", line == null ? how : how + " at " + line, now);
        if (transition == Transition.SUSPENDED) {
            buffer.add(ofTask('b', "wait", task, now).args("at", line));
        } else if (transition.endsTask()) {
            buffer.add(ofTask('e', name(task), task, now).args("", null));
        }
    }

    private void begins(long now) {
        if (depth == began.length) {
            began = Arrays.copyOf(began, 2 * depth);
        }
        began[depth++] = now;
    }

    /** The trace may have begun in the middle of a step, which then is not in it. */
    private void ends(String name, String category, @Nullable String how, long now) {
        if (depth > 0) {
            long begin = began[--depth];
            buffer.add(event.begin('X', loop, name)
                    .with("cat", category)
                    .time("ts", begin)
                    .time("dur", now - begin)
                    .args("end", how));
        }
    }

    private TraceEvent ofTask(char phase, String name, SpawnedTask<?> task, long now) {
        return event.begin(phase, loop, name)
                .with("cat", "task")
                .with("id", loop + "." + Integer.toUnsignedString(ObservedTask.number(task)))
                .time("ts", now);
    }

    private static String name(SpawnedTask<?> task) {
        return shown(ObservedTask.name(ObservedTask.label(task), ObservedTask.number(task)));
    }

    /** What a name shows: without what must not leave the process, and so much that it is an event of some length. */
    static String shown(String name) {
        String redacted = DumpOptions.DEFAULT.redacted(name);
        return redacted.length() <= LONGEST_NAME ? redacted : redacted.substring(0, LONGEST_NAME) + '…';
    }
}
