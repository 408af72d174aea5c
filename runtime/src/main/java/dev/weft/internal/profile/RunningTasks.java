// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.debug.FrameInfo;
import dev.weft.internal.Inspection;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.stack.CallStacks;
import dev.weft.internal.stack.ThreadStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the threads of the loops: which task's step is on each, at which line, and who awaits that. */
final class RunningTasks {
    static final String RUNNING = "[running]";
    static final String BLOCKED = "[blocked]";
    static final String UNKNOWN = "[callers unknown]";
    private static final int MOST_TRIES = 3;
    private static final int MOST_READS = 100;

    /** A Java stack without a line of a step on it. */
    private static final List<List<StackTraceElement>> NOTHING_SEEN = List.of(List.of(), List.of());

    private final Stacks stacks;

    RunningTasks(Stacks stacks) {
        this.stacks = stacks;
    }

    /** Adds the time since the last look to what is on the threads of the loops now. */
    void look(long nanos) {
        for (LoopInspection loop : LoopInspection.all()) {
            Thread thread = loop.thread();
            if (thread != null && !loop.isWaiting()) {
                look(loop, thread, nanos);
            }
        }
    }

    private void look(LoopInspection loop, Thread thread, long nanos) {
        List<String> frames = frames(loop, thread);
        for (int tries = 1; tries < MOST_TRIES && frames.contains(UNKNOWN); tries++) {
            List<String> again = frames(loop, thread);
            frames = again.isEmpty() ? frames : again; // its time counts, whatever came after it
        }
        if (!frames.isEmpty()) {
            stacks.add(frames, nanos);
        }
    }

    /**
     * The stack of what is on a thread, the outermost frame first; empty if no step is. It comes a moment later than the step is seen, since
     * the thread has to be stopped for it. A step that is over by then counts all the same, or short ones would have less than their time.
     */
    private static List<String> frames(LoopInspection loop, Thread thread) {
        Step seen = Step.on(loop, 1);
        Step before = seen == null ? Step.on(loop, MOST_READS) : seen;
        boolean wasBlocked = isBlocked(thread);
        StackTraceElement[] trace = thread.getStackTrace();
        boolean isBlocked = wasBlocked && isBlocked(thread);
        Step after = Step.on(loop, MOST_READS);
        List<List<StackTraceElement>> parts = new ThreadStack(trace, false).parts();
        if (parts.size() > 1) {
            return frames(parts, which(parts.get(0), before, after), isBlocked);
        }
        return seen == null ? List.of() : frames(NOTHING_SEEN, seen, false);
    }

    private static List<String> frames(List<List<StackTraceElement>> parts, @Nullable Step step, boolean isBlocked) {
        List<String> frames = new ArrayList<>();
        if (step == null) {
            add(parts.get(0), frames);
            frames.add(UNKNOWN);
        } else {
            add(parts, step, frames);
        }
        Collections.reverse(frames);
        frames.add(isBlocked ? BLOCKED : RUNNING);
        return frames;
    }

    private static boolean isBlocked(Thread thread) {
        return thread.getState() != Thread.State.RUNNABLE;
    }

    /**
     * Which step a Java stack is of: the one that was there before and after, or one of the same method. In short steps there may be code of
     * the runtime alone; then those that were seen have to be of the same.
     */
    private static @Nullable Step which(
            List<StackTraceElement> onJavaStack, @Nullable Step before, @Nullable Step after) {
        if (before == null || after == null) {
            Step only = before == null ? after : before;
            return only != null && (onJavaStack.isEmpty() || only.isOf(onJavaStack)) ? only : null;
        }
        if (before.equals(after) || (onJavaStack.isEmpty() && before.isLike(after))) {
            return before;
        }
        return after.isOf(onJavaStack) ? after : before.isOf(onJavaStack) ? before : null;
    }

    private static void add(List<List<StackTraceElement>> parts, Step step, List<String> to) {
        List<StackTraceElement> innermost = parts.get(0);
        add(innermost.isEmpty() ? List.of(step.body) : innermost, to);
        add(step.onHeap.get(0), to);
        for (int i = 1; i < Math.min(parts.size() - 1, step.onHeap.size()); i++) {
            add(parts.get(i), to); // has started the one before in the middle of its own step
            add(step.onHeap.get(i), to);
        }
        add(step.awaiters, to);
    }

    private static void add(List<StackTraceElement> lines, List<String> to) {
        lines.forEach(line -> to.add(FrameInfo.of(line, FrameInfo.Kind.RUNNING).toString()));
    }

    /**
     * What was seen of the steps on a thread, the innermost first.
     *
     * @param task the coroutine of the innermost step
     * @param steps how many steps it has made
     * @param body where the frame stood before that step whose body is outermost in it
     * @param onHeap the lines of the frames that await what is on the Java stack, for each step
     * @param awaiters the lines of those who await the coroutine of the outermost step
     */
    private record Step(
            Object task,
            long steps,
            StackTraceElement body,
            List<List<StackTraceElement>> onHeap,
            List<StackTraceElement> awaiters) {

        /** Reads what is on a thread, again and again if it is between two short steps; null if there is nothing to see. */
        static @Nullable Step on(LoopInspection loop, int mostReads) {
            Step seen = null;
            for (int tries = 0; tries < mostReads && seen == null; tries++) {
                try {
                    List<Inspection> steps = loop.onThread();
                    seen = steps.isEmpty() ? null : of(steps);
                } catch (RuntimeException changing) { // read in the middle of a write
                    Thread.onSpinWait();
                }
            }
            return seen;
        }

        private static @Nullable Step of(List<Inspection> steps) {
            Inspection innermost = steps.get(0);
            Frame<?> running = innermost.running();
            StackTraceElement body = running == null ? null : running.traceElement();
            if (running == null || body == null) {
                return null;
            }
            List<List<StackTraceElement>> onHeap = new ArrayList<>();
            onHeap.add(CallStacks.frames(Coroutine.parentOf(running)));
            steps.subList(1, steps.size()).forEach(outer -> onHeap.add(CallStacks.frames(outer.frame())));
            return new Step(
                    innermost.coroutine(),
                    innermost.steps(),
                    body,
                    onHeap,
                    CallStacks.awaiting(steps.get(steps.size() - 1).coroutine()));
        }

        /** Whether it stands where another one does. */
        boolean isLike(Step other) {
            return body.equals(other.body) && onHeap.equals(other.onHeap);
        }

        /** Whether it is of the method whose code is outermost on a Java stack. */
        boolean isOf(List<StackTraceElement> onJavaStack) {
            if (onJavaStack.isEmpty()) {
                return false;
            }
            StackTraceElement outermost = onJavaStack.get(onJavaStack.size() - 1);
            return outermost.getMethodName().equals(body.getMethodName())
                    && outermost.getClassName().equals(body.getClassName());
        }
    }
}
