// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.FrameInfo;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which task of a dump runs for which other one: who awaits it, has it as a part, or waits for it as one of a group. */
final class Calls {
    /** The waits that are over when tasks have ended, also where the dump does not name them, because it has them as one entry. */
    private static final Set<String> FOR_TASKS = Set.of(
            "task",
            "gather",
            "allSettled",
            "race",
            "any",
            "group",
            "waitFor",
            "timeout",
            "shield",
            "next",
            "stop",
            "idle");

    /** The name of a task to which nobody has given one. */
    private static final Pattern NUMBERED = Pattern.compile("task-\\d+");

    private final Map<String, TaskInfo> tasks = new HashMap<>();

    /** Those that wait for one another in a circle, so that nobody runs for anybody. */
    private final Set<String> circles;

    Calls(List<TaskInfo> all) {
        all.forEach(task -> tasks.put(task.id(), task));
        circles = circles(all);
    }

    /** Of those that wait for nobody who does something, the ones that are waited for by such, too: the others are on the way to them. */
    private Set<String> circles(List<TaskInfo> all) {
        Map<String, TaskInfo> left = new HashMap<>();
        Deque<TaskInfo> active = new ArrayDeque<>();
        for (TaskInfo task : all) {
            if (isCall(task) && !called(task).isEmpty()) {
                left.put(task.id(), task);
            } else {
                active.add(task); // it does something, or may call somebody who is not seen
            }
        }
        while (!active.isEmpty()) {
            for (String caller : active.remove().awaitedBy()) {
                add(left.remove(caller), active);
            }
        }
        boolean isTrimmed = true;
        while (isTrimmed) {
            isTrimmed = left.values().removeIf(task -> task.awaitedBy().stream().noneMatch(left::containsKey));
        }
        return left.keySet();
    }

    /** Says whether a task waits for others that run for it, so that its time is theirs. */
    boolean calls(TaskInfo task) {
        return isCall(task) && !circles.contains(task.id());
    }

    private static boolean isCall(TaskInfo task) {
        WaitInfo wait = task.awaits();
        return wait != null && wait.isCall() && (!wait.tasks().isEmpty() || FOR_TASKS.contains(wait.kind()));
    }

    /** The tasks that run for one that waits for them. */
    List<TaskInfo> called(TaskInfo caller) {
        List<TaskInfo> called = new ArrayList<>();
        WaitInfo wait = caller.awaits();
        if (wait != null && wait.isCall()) {
            wait.tasks().forEach(id -> add(tasks.get(id), called));
        }
        return called;
    }

    /** The task for which one runs: its parent if that waits for it, else the first that does. */
    @Nullable
    TaskInfo caller(TaskInfo task) {
        List<TaskInfo> callers = new ArrayList<>();
        task.awaitedBy().forEach(id -> add(tasks.get(id), callers));
        TaskInfo parent = task.parent() == null ? null : tasks.get(task.parent());
        if (task.count() > 1) {
            add(parent, callers); // of many tasks in one entry it is not said who awaits them
        }
        callers.removeIf(waiter -> waiter.id().equals(task.id()) || !calls(waiter));
        return callers.isEmpty() ? null : callers.contains(parent) ? parent : callers.get(0);
    }

    private static void add(@Nullable TaskInfo task, Collection<TaskInfo> to) {
        if (task != null) {
            to.add(task);
        }
    }

    /** The frames of a task and of those for whom it runs, the outermost first; where nobody has a frame, what is known of it. */
    List<String> stack(TaskInfo task) {
        Set<String> chain = new HashSet<>();
        Deque<String> frames = new ArrayDeque<>();
        for (TaskInfo each = task; each != null && chain.add(each.id()); each = caller(each)) {
            each.stack().forEach(frame -> frames.addFirst(frame.toString()));
        }
        if (frames.isEmpty()) {
            frames.add(nameOf(task));
        }
        worker(task).forEach(frame -> frames.addLast(frame.toString()));
        return new ArrayList<>(frames);
    }

    /** Its name if somebody has given it one, for the others are as many as there are tasks; else the line that spawned it. */
    private static String nameOf(TaskInfo task) {
        if (!NUMBERED.matcher(task.name()).matches()) {
            return DumpOptions.DEFAULT.line(task.name());
        }
        FrameInfo spawn = task.spawn();
        return spawn == null ? RunningTasks.UNKNOWN : spawn.toString();
    }

    /** What a thread of a pool does for a task, the outermost first. */
    private static Iterable<FrameInfo> worker(TaskInfo task) {
        Deque<FrameInfo> frames = new ArrayDeque<>();
        if (task.awaits() != null) {
            task.awaits().thread().forEach(frames::addFirst);
        }
        return frames;
    }
}
