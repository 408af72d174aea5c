// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the waits in which a task has nothing to do from those on the way to something (decision 53). Idle is who waits for somebody to
 * come; a task that nobody calls, between one thing that it does and the next; and a watcher beside tasks that work.
 */
final class Idleness {
    private static final String READ = "read";

    /** The waits for somebody who need not come. */
    private static final Set<String> FOR_SOMEBODY =
            Set.of("accept", "closed", "directory", "end", "shutdown", "signal");

    /** The waits that say nothing of whether anything is under way. */
    private static final Set<String> FOR_ANYTHING = Set.of(
            "sleep",
            "event",
            "latch",
            "until",
            "changed",
            "watch",
            "receive",
            "get",
            "broadcast",
            "condition",
            "select",
            READ,
            "next");

    private static final Pattern SERVED = Pattern.compile(":(\\d+)$");
    private static final Pattern LOCAL = Pattern.compile("^\\S+:(\\d+)->");

    private final Calls calls;

    /** The ports at which somebody accepts connections. */
    private final Set<String> served = new HashSet<>();

    /** What a task does, as far as its wait tells. */
    private enum Work {
        NONE,
        /** It waits for the first time, in a method that it has called to do something. */
        BEGUN,
        /** It has waited before, or waits on the way to something. */
        DONE
    }

    /** Of the tasks of which it was asked. */
    private final Map<String, Work> works = new HashMap<>();

    Idleness(List<TaskInfo> tasks, Calls calls) {
        this.calls = calls;
        for (TaskInfo task : tasks) {
            WaitInfo wait = task.awaits();
            Matcher port = SERVED.matcher(wait == null || !wait.kind().equals("accept") ? "" : wait.detail());
            if (port.find()) {
                served.add(port.group(1));
            }
        }
    }

    /** Says whether a task that waits is idle meanwhile. */
    boolean isIdle(TaskInfo task) {
        WaitInfo wait = task.awaits();
        if (wait == null) {
            return false;
        }
        if (FOR_SOMEBODY.contains(wait.kind()) || isForRequest(wait)) {
            return true;
        }
        if (!FOR_ANYTHING.contains(wait.kind())) {
            return false;
        }
        TaskInfo caller = calls.caller(task);
        return isNobodys(caller) ? isBetweenThings(task) : !wait.kind().equals(READ) && isWatcher(task, caller);
    }

    /** A connection that came to us is read when its client asks for something. */
    private boolean isForRequest(WaitInfo wait) {
        Matcher port = LOCAL.matcher(wait.kind().equals(READ) ? wait.detail() : "");
        return port.find() && served.contains(port.group(1));
    }

    /** A group is a place where tasks are kept, and waits for what none of them returns. */
    private static boolean isNobodys(@Nullable TaskInfo caller) {
        return caller == null
                || (caller.awaits() != null && caller.awaits().kind().equals("group"));
    }

    /** It waits in its outermost method, and not in one that this calls to do something. */
    private static boolean isBetweenThings(TaskInfo task) {
        return task.stack().size() <= 1;
    }

    /** It has never done anything but wait, and others that it was called with have more to do. */
    private boolean isWatcher(TaskInfo task, @Nullable TaskInfo caller) {
        return caller != null && !hasDoneSomething(task) && work(task).compareTo(work(caller)) < 0;
    }

    /** What a task, or one that runs for it, has to do. */
    private Work work(TaskInfo task) {
        Work known = works.putIfAbsent(task.id(), Work.NONE); // where one is found within itself it adds nothing
        if (known != null) {
            return known;
        }
        Work most = Work.NONE;
        if (calls.calls(task)) {
            for (TaskInfo called : calls.called(task)) {
                most = Collections.max(List.of(most, work(called)));
            }
        } else {
            most = task.awaits() == null ? Work.DONE : work(task, task.awaits());
        }
        works.put(task.id(), most);
        return most;
    }

    private Work work(TaskInfo task, WaitInfo wait) {
        if (FOR_SOMEBODY.contains(wait.kind()) || isForRequest(wait)) {
            return Work.NONE;
        }
        if (!FOR_ANYTHING.contains(wait.kind()) || hasDoneSomething(task)) {
            return Work.DONE;
        }
        return isBetweenThings(task) ? Work.NONE : Work.BEGUN;
    }

    private static boolean hasDoneSomething(TaskInfo task) {
        return task.steps() > task.count();
    }
}
