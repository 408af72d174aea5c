// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.FrameInfo;
import dev.weft.debug.Span;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A task in a recording, as it was at the end of a chunk, or when the table of tasks was written. */
@Name("weft.Task")
@Label("Task")
@Category("Weft")
@Description("A task that had not ended; one for several that were alike, if there were many")
@StackTrace(false)
@Period("endChunk")
final class TaskEvent extends Event {
    @Label("Id")
    final String id;

    @Label("Name")
    final String name;

    @Label("State")
    final String state;

    @Label("In State For")
    @Timespan(Timespan.NANOSECONDS)
    final long since;

    @Label("Awaits")
    final String awaits;

    @Label("At")
    @Description("The method and the innermost line of the program")
    final String at;

    @Label("Count")
    @Description("How many tasks this stands for")
    final int count;

    @Label("Steps")
    final long steps;

    @Label("Age")
    @Timespan(Timespan.NANOSECONDS)
    final long age;

    @Label("Parent")
    final @Nullable String parent;

    @Label("Spawned At")
    final @Nullable String spawned;

    @Label("Stack")
    @Description("All lines of the task, innermost first")
    final String stack;

    TaskEvent(TaskInfo task) {
        id = task.id();
        name = task.name();
        state = task.state().name();
        since = longest(task.since());
        awaits = awaits(task.awaits());
        at = task.stack().isEmpty() ? "" : shortened(task.stack().get(0));
        count = task.count();
        steps = task.steps();
        age = longest(task.age());
        parent = task.parent();
        spawned = task.spawn() == null ? null : task.spawn().toString();
        stack = lines(task.stack());
    }

    /** What is unknown is shown as not available. */
    private static long longest(@Nullable Span span) {
        return span == null ? Long.MIN_VALUE : span.maxNanos();
    }

    private static String awaits(@Nullable WaitInfo wait) {
        if (wait == null) {
            return "";
        }
        String tasks = wait.tasks().isEmpty() ? "" : " of " + String.join(", ", wait.tasks());
        return (wait.kind() + ' ' + wait.detail()).trim() + tasks;
    }

    /** A column has little room. */
    private static String shortened(FrameInfo frame) {
        return frame.fileName() == null
                ? frame.toString()
                : frame.methodName() + '(' + frame.fileName() + ':' + frame.line() + ')';
    }

    private static String lines(List<FrameInfo> stack) {
        return stack.stream().map(FrameInfo::toString).collect(Collectors.joining("\n"));
    }
}
