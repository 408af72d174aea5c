// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.debug.DumpOptions;
import dev.weft.internal.Inspection;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.stack.ThreadStack;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A look at a loop with the Java stack of its thread: for one that was in the same turn the last time.
 *
 * @param step which step was under way
 * @param thread the name of the thread
 * @param state the state of the thread
 * @param trace its Java stack
 * @param activity what it does
 * @param cpu how long it has had a processor, as {@link Reading} has it
 */
record CloseLook(
        long step, String thread, Thread.State state, List<StackTraceElement> trace, Activity activity, long cpu) {
    /** Looks at the thread of a loop. */
    static CloseLook at(LoopInspection loop, Thread thread, ToLongFunction<Thread> processor) {
        long step = loop.step();
        Thread.State state = thread.getState();
        StackTraceElement[] trace = thread.getStackTrace();
        Activity activity = ThreadLook.activity(state, trace);
        boolean mayCompute = activity != Activity.WAITS && activity != Activity.IDLE;
        long cpu = mayCompute ? processor.applyAsLong(thread) : Reading.UNKNOWN;
        return new CloseLook(step, thread.getName(), state, List.of(trace), activity, cpu);
    }

    /** Returns what is seen, with the callers on the heap; null if the loop has gone on meanwhile. */
    @Nullable
    Sight sight(LoopInspection loop) {
        Inspection running = loop.innermost();
        String task = running == null ? null : DumpOptions.DEFAULT.line(running.name());
        List<StackTraceElement> lines = lines(loop);
        boolean isForMonitor = state == Thread.State.BLOCKED;
        return loop.step() == step
                ? new Sight(DumpOptions.DEFAULT.line(thread), task, activity, isForMonitor, isInWeft(), lines)
                : null;
    }

    /** Whether code of a step is on the stack, be it of the program or of a library. */
    boolean isInCode() {
        List<List<StackTraceElement>> parts = new ThreadStack(array(), false).parts();
        return parts.size() > 1 && parts.get(0).stream().anyMatch(line -> !BlockingCalls.isOfJdk(line));
    }

    private boolean isInWeft() {
        return trace.stream()
                .filter(line -> !BlockingCalls.isOfJdk(line))
                .findFirst()
                .filter(line -> line.getClassName().startsWith("dev.weft."))
                .isPresent();
    }

    /** The lines of the program and its libraries; where there is none, since Weft does something itself, the innermost of its own. */
    private List<StackTraceElement> lines(LoopInspection loop) {
        List<StackTraceElement> lines = linesOfProgram(loop);
        return lines.isEmpty()
                ? trace.stream()
                        .filter(line -> !BlockingCalls.isOfJdk(line))
                        .limit(1)
                        .toList()
                : lines;
    }

    private List<StackTraceElement> linesOfProgram(LoopInspection loop) {
        try {
            return loop.stack(array());
        } catch (RuntimeException changing) { // the loop has gone on after all, or what it waits for has
            return new ThreadStack(array(), false).parts().get(0);
        }
    }

    private StackTraceElement[] array() {
        return trace.toArray(StackTraceElement[]::new);
    }
}
