// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Frame;
import dev.weft.abi.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completes the stack trace of an exception with the async callers, so that it reads as it would if the calls had been plain ones: where
 * the exception was made, whoever that was; the line of each await that it passes, the innermost first; and the user's code below the loop.
 *
 * <p>Made elsewhere means: by another thread, by another coroutine, or by the runtime when it asked whether something is ready. Of such a
 * trace only the top belongs there, down to the step or the loop in which it was made.
 *
 * <p>An exception passes many awaits, and the trace is completed for the first, for all callers that wait by then. It goes on where a
 * coroutine has ended with it that nobody awaited at that time, when somebody does ({@link Mark}). Others that get the same object, such as
 * those who wait for the same failed future, change nothing.
 *
 * <p>The causes of an exception are completed with it, each as if it had been thrown itself: they have the same callers, so that a printed
 * trace says "... n more" for these, and no frames of the runtime.
 */
final class AsyncTrace {
    /** The length of the longest trace: as many elements as HotSpot keeps of a Java stack by default. */
    static final int LIMIT = 1024;

    /** The number of causes that are looked at: they may go in a circle. */
    private static final int MOST_CAUSES = 16;

    private static final StackTraceElement[] NONE = {};

    private AsyncTrace() {}

    /**
     * Completes the trace of an exception that has left a frame of the coroutine.
     *
     * @param left the frame, or null if it came from what a frame awaits
     * @param onHeap the frame that gets it next, or null
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    static void addCallers(
            Throwable thrown,
            @Nullable Frame<?> left,
            @Nullable Frame<?> onHeap,
            TracedCoroutine coroutine,
            @Nullable TracedCoroutine awaited) {
        try {
            Throwable next = thrown;
            for (int taken = 0; next != null && taken <= MOST_CAUSES; taken++) {
                addCallersTo(next, left, onHeap, coroutine, awaited);
                next = next.getCause();
            }
        } catch (Throwable refused) {
            return; // by an exception of the user's that overrides how it is told, or for want of memory; it goes on as
            // it is
        }
    }

    private static void addCallersTo(
            Throwable thrown,
            @Nullable Frame<?> left,
            @Nullable Frame<?> onHeap,
            TracedCoroutine coroutine,
            @Nullable TracedCoroutine awaited) {
        StackTraceElement[] trace = thrown.getStackTrace();
        if (isNotWritable(thrown, trace)) {
            return;
        }
        Mark mark = Mark.of(thrown, trace);
        boolean isAwaited = onHeap != null || coroutine.awaiter() != null;
        if (mark == null) {
            List<StackTraceElement> made = madeIn(trace, endOfMaker(trace));
            dropThoseOnHeap(made, left, onHeap);
            complete(thrown, made, ofFrames(coroutine, onHeap), isAwaited);
        } else if (mark.isOf(coroutine)) { // whose frames it has; since then somebody may have begun to wait
            if (coroutine.awaiter() != null) {
                complete(thrown, mark.certain(trace), ofFrames(coroutine, null), true);
            }
        } else if (mark.isOf(awaited) || (!mark.awaited() && isAwaited)) {
            complete(thrown, mark.certain(trace), ofFrames(coroutine, onHeap), true);
        }
    }

    /** Whether the trace is none: nobody can make one of that, but of a cancellation that has none yet. */
    private static boolean isNotWritable(Throwable thrown, StackTraceElement[] trace) {
        return trace.length == 0 && !AsyncCancellation.isOwnTraceOf(thrown);
    }

    /** The callers where none of the code of the coroutine is on the Java stack. */
    private static Callers ofFrames(TracedCoroutine coroutine, @Nullable Frame<?> onHeap) {
        return Callers.ofFrames(coroutine, onHeap, LIMIT);
    }

    /**
     * Completes the trace of an exception that an await throws on the Java stack of the coroutine.
     *
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    static void addCallersHere(Throwable thrown, TracedCoroutine coroutine, @Nullable TracedCoroutine awaited) {
        try {
            Throwable next = thrown;
            for (int taken = 0; next != null && taken <= MOST_CAUSES; taken++) {
                addCallersHereTo(next, coroutine, awaited);
                next = next.getCause();
            }
        } catch (Throwable refused) {
            return; // as above
        }
    }

    private static void addCallersHereTo(
            Throwable thrown, TracedCoroutine coroutine, @Nullable TracedCoroutine awaited) {
        StackTraceElement[] trace = thrown.getStackTrace();
        if (isNotWritable(thrown, trace)) {
            return;
        }
        Mark mark = Mark.of(thrown, trace);
        if (mark == null) {
            complete(thrown, madeIn(trace, endOfAwaited(trace)), ofRunning(coroutine), true);
        } else if (mark.isOf(awaited) || !mark.awaited()) {
            complete(thrown, mark.certain(trace), ofRunning(coroutine), true);
        }
    }

    /** The callers where code of the coroutine is on the Java stack. */
    private static Callers ofRunning(TracedCoroutine coroutine) {
        return Callers.ofRunning(coroutine, CallStacks.callerOnHeap(coroutine), LIMIT, true);
    }

    /**
     * Completes the trace of an exception that the await throws at which the innermost frame of the coroutine was resumed. Of a
     * cancellation that has no line of the Java stack, it is what the frames say.
     *
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    static void addCallersResumed(Throwable thrown, TracedCoroutine coroutine, @Nullable TracedCoroutine awaited) {
        if (AsyncCancellation.isOwnTraceOf(thrown) && !coroutine.isCalled()) {
            addCallers(thrown, null, coroutine.running(), coroutine, awaited);
        } else {
            addCallersHere(thrown, coroutine, awaited);
        }
    }

    private static void complete(Throwable thrown, List<StackTraceElement> trace, Callers callers, boolean isAwaited) {
        addUpToLimit(trace, callers.certain);
        Mark mark = new Mark(trace.size(), Mark.numberOf(callers.last), isAwaited);
        addUpToLimit(trace, callers.rest);
        if (AsyncCancellation.isOwnTraceOf(thrown)) {
            ((AsyncCancellation) thrown).complete(trace.toArray(NONE), mark);
        } else if (!trace.isEmpty()) {
            mark.putInto(trace);
            thrown.setStackTrace(trace.toArray(NONE));
        }
    }

    /**
     * Drops the callers from the end of a trace that are on the heap by now: the frame that throws the exception has caught it, and has
     * been suspended with its callers since. It stands above them in the trace, and not at its end. Of a recursion that cannot be told.
     */
    private static void dropThoseOnHeap(
            List<StackTraceElement> made, @Nullable Frame<?> left, @Nullable Frame<?> onHeap) {
        SourceLocation thrower = left == null || made.isEmpty() ? null : left.location();
        if (thrower == null || isIn(thrower, made.get(made.size() - 1))) {
            return;
        }
        List<StackTraceElement> callers = new ArrayList<>();
        CallStacks.addFrames(callers, onHeap);
        for (int count = Math.min(callers.size(), made.size() - 1); count > 0; count--) {
            int end = made.size() - count;
            if (isIn(thrower, made.get(end - 1)) && areSameLines(made.subList(end, made.size()), callers)) {
                made.subList(end, made.size()).clear();
                return;
            }
        }
    }

    /** Whether the callers begin with the lines. Only elements of the JVM know class loader and module. */
    private static boolean areSameLines(List<StackTraceElement> lines, List<StackTraceElement> callers) {
        for (int i = 0; i < lines.size(); i++) {
            StackTraceElement line = lines.get(i);
            StackTraceElement caller = callers.get(i);
            if (line.getLineNumber() != caller.getLineNumber() || !isSameMethod(line, caller)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(SourceLocation method, StackTraceElement element) {
        return isSameMethod(method.toStackTraceElement(), element);
    }

    private static boolean isSameMethod(StackTraceElement one, StackTraceElement other) {
        return one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName());
    }

    private static void addUpToLimit(List<StackTraceElement> trace, List<StackTraceElement> more) {
        trace.addAll(more.subList(0, Math.max(0, Math.min(more.size(), LIMIT - trace.size()))));
    }

    /** The end of what a trace has of those that made the exception: a step or the loop, below which others have nothing to do with it. */
    private static int endOfMaker(StackTraceElement[] trace) {
        for (int i = 0; i < trace.length; i++) {
            String owner = trace[i].getClassName();
            if (Machinery.isStep(owner, trace[i].getMethodName())
                    || Machinery.isLoop(owner, trace[i].getMethodName())) {
                return i;
            }
        }
        return trace.length;
    }

    /**
     * The end of what a trace has of those that made the exception, which this Java stack throws. If they did on this one, what it is now,
     * from the code that awaits down, is the rest of the trace: all of it, or as much as the JVM keeps.
     */
    private static int endOfAwaited(StackTraceElement[] trace) {
        StackTraceElement[] here = new Throwable().getStackTrace();
        int awaiting = 0;
        while (awaiting < here.length && Machinery.isOfAwait(here[awaiting])) {
            awaiting++;
        }
        int end = Math.max(0, trace.length - (here.length - awaiting));
        while (end < trace.length && !isRest(trace, end, here, awaiting)) {
            end++;
        }
        return end < trace.length ? end : endOfMaker(trace);
    }

    private static boolean isRest(StackTraceElement[] trace, int end, StackTraceElement[] here, int awaiting) {
        int length = trace.length - end;
        return awaiting + length <= here.length
                && Arrays.equals(trace, end, trace.length, here, awaiting, awaiting + length);
    }

    /**
     * Copies the top of a trace, without what is the runtime's. The first element stays though it is a call into the runtime, which says
     * what was misused, unless it is the await itself; and so does the call that the user's code has made, for what refuses an argument is
     * mostly below it.
     */
    private static List<StackTraceElement> madeIn(StackTraceElement[] trace, int end) {
        List<StackTraceElement> top = new ArrayList<>();
        int called = calledByUser(trace, end);
        for (int i = 0; i < end; i++) {
            boolean hidden = i > 0 ? i != called && Machinery.isRuntime(trace[i]) : Machinery.isAwait(trace[i]);
            boolean isEntry = i > 0 && Machinery.isStart(trace[i - 1].getClassName(), trace[i - 1].getMethodName());
            if (!hidden && !isEntry) {
                top.add(trace[i]);
            }
        }
        return top;
    }

    /** Where a trace has the call of the runtime that the innermost code of the user's has made; -1 if that has called something else. */
    private static int calledByUser(StackTraceElement[] trace, int end) {
        int user = 0;
        while (user < end && (Machinery.isRuntime(trace[user]) || Machinery.isOfJdk(trace[user].getClassName()))) {
            user++;
        }
        return user > 0 && user < end && Machinery.isCall(trace[user - 1]) ? user - 1 : -1;
    }
}
