// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.TaskInfo.State;
import dev.weft.internal.debug.Capture;
import java.util.List;

/** Looks at the tasks that are on no thread: what they wait for, and for whom. Loops are not asked, since they answer between steps only. */
final class WaitingTasks {
    private static final String IDLE = "idle";

    /** Above how many tasks of a loop those that are alike are read as one. */
    private static final DumpOptions OPTIONS = DumpOptions.DEFAULT.withMergeAbove(2_000);

    private final Stacks stacks;

    WaitingTasks(Stacks stacks) {
        this.stacks = stacks;
    }

    /** Adds the time since the last look to where each task is now. */
    void look(long nanos) {
        add(Capture.glance(OPTIONS), nanos);
    }

    void add(List<TaskInfo> tasks, long nanos) {
        Calls calls = new Calls(tasks);
        Idleness idleness = new Idleness(tasks, calls);
        for (TaskInfo task : tasks) {
            if (!isOnLoopsThread(task) && !calls.calls(task)) {
                List<String> frames = calls.stack(task);
                if (idleness.isIdle(task)) {
                    frames.add(0, IDLE);
                }
                frames.add(marker(task));
                stacks.add(frames, nanos * task.count());
            }
        }
    }

    private static boolean isOnLoopsThread(TaskInfo task) {
        return task.state() == State.RUNNING && task.loop() != 0;
    }

    private static String marker(TaskInfo task) {
        return task.awaits() != null && !task.awaits().kind().equals("yield")
                ? "[waiting " + task.awaits().kind() + "]"
                : task.state() == State.RUNNING ? RunningTasks.RUNNING : "[ready]";
    }
}
