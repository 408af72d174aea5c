// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.SourceLocation;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Async call stacks, innermost first. Of a suspended coroutine: its frames. Of a running one: the bodies on the Java stack
 * down to its trampoline, then the frames on the heap that wait for them. Both go on with whoever awaits the coroutine, and
 * end with the line that spawned the last of those.
 */
public final class CallStacks {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final StackWalker HIDDEN_TOO = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    private CallStacks() {}

    /**
     * Returns the stack of the coroutine that runs on this thread; without one, of the thread.
     *
     * @param current the coroutine, or null
     * @return the stack, innermost first
     */
    public static List<StackTraceElement> running(@Nullable TracedCoroutine current) {
        return current == null
                ? WALKER.walk(frames -> ofThread(new JavaStack(frames.iterator())))
                : joined(Callers.ofRunning(current, callerOnHeap(current), Integer.MAX_VALUE, false));
    }

    private static List<StackTraceElement> ofThread(JavaStack javaStack) {
        List<StackTraceElement> stack = new ArrayList<>();
        boolean isMore = true;
        while (isMore) {
            isMore = javaStack.addToStep(stack);
        }
        return stack;
    }

    /**
     * Returns the code that runs the loop of the calling code, or called what wakes a coroutine without one on this thread.
     *
     * @return the stack below the loop, innermost first and not longer than a trace; empty where there is no loop
     */
    public static List<StackTraceElement> runner() {
        List<StackTraceElement> runner = new ArrayList<>();
        WALKER.walk(frames -> {
            new JavaStack(frames.iterator()).addBelowLoop(runner);
            return runner;
        });
        return List.copyOf(runner.subList(0, Math.min(runner.size(), AsyncTrace.LIMIT)));
    }

    private static List<StackTraceElement> joined(Callers callers) {
        List<StackTraceElement> stack = callers.certain;
        stack.addAll(callers.rest);
        return stack;
    }

    /**
     * Returns the frames on the heap that wait for what is on the Java stack of a coroutine.
     *
     * @param coroutine the coroutine
     * @return their lines, innermost first
     */
    public static List<StackTraceElement> onHeap(TracedCoroutine coroutine) {
        List<StackTraceElement> lines = new ArrayList<>();
        addFrames(lines, callerOnHeap(coroutine));
        return lines;
    }

    /** The frame that awaits what is on the Java stack of a coroutine; what it waits for, if it is asked about that. */
    static @Nullable Frame<?> callerOnHeap(TracedCoroutine coroutine) {
        Frame<?> running = coroutine.running();
        return running == null ? coroutine.leaf() : Coroutine.parentOf(running);
    }

    /**
     * Returns the stack of a coroutine that is suspended on this thread's loop.
     *
     * @param coroutine the coroutine
     * @return the stack, innermost first
     */
    public static List<StackTraceElement> suspended(TracedCoroutine coroutine) {
        Callers callers = new Callers(coroutine, Integer.MAX_VALUE);
        if (coroutine.leaf() == null) {
            addFrames(callers.certain, callerOnHeap(coroutine));
        } else {
            addWaiting(callers.certain, coroutine);
        }
        callers.addAwaiters();
        callers.addSite(callers.last);
        return joined(callers);
    }

    /**
     * Returns where a coroutine stays that waits on the Java stack of its own thread.
     *
     * @param coroutine the coroutine
     * @return its lines, innermost first; empty if it does not stay there
     */
    public static List<StackTraceElement> staying(TracedCoroutine coroutine) {
        List<StackTraceElement> lines = new ArrayList<>();
        if (coroutine.ownThread() != null) {
            addWaiting(lines, coroutine);
        }
        return lines;
    }

    /**
     * Returns where a frame and those that await it are suspended. Any thread; of what moves meanwhile some may be missing.
     *
     * @param first the innermost frame, or null
     * @return their lines, innermost first
     */
    public static List<StackTraceElement> frames(@Nullable Frame<?> first) {
        List<StackTraceElement> lines = new ArrayList<>();
        addFrames(lines, first);
        return lines;
    }

    /**
     * Returns where those stand who await a coroutine. Any thread; of what moves meanwhile some may be missing.
     *
     * @param coroutine the coroutine
     * @return their lines, innermost first
     */
    public static List<StackTraceElement> awaiting(TracedCoroutine coroutine) {
        Callers callers = new Callers(coroutine, AsyncTrace.LIMIT);
        callers.addAwaiters();
        return callers.certain;
    }

    /** Adds where a coroutine is suspended: its frames, or its own Java stack if it stays on that, and what lies on the heap below. */
    static void addWaiting(List<StackTraceElement> stack, TracedCoroutine waiting) {
        Frame<?> first = waiting.leaf();
        Thread own = first == null ? null : waiting.ownThread();
        if (own != null) {
            stack.addAll(ThreadStack.ofStaying(own));
            first = first == null ? null : Coroutine.parentOf(first);
        }
        addFrames(stack, first);
    }

    /** Adds the frame and those that await it. */
    static void addFrames(List<StackTraceElement> stack, @Nullable Frame<?> first) {
        for (Frame<?> frame = first; frame != null; frame = Coroutine.parentOf(frame)) {
            StackTraceElement line = frame.traceElement();
            if (line != null) {
                stack.add(line);
            }
        }
    }

    /**
     * Returns the line that called into the runtime, for callers that are not woven and so do not carry it; it may be a hidden class's.
     * What the loop does by itself, such as serving a connection, nobody has called: the loop runs below all that it does, and who is below
     * the loop has called that.
     *
     * @return the location, or null if nobody has called
     */
    public static @Nullable SourceLocation callerOfRuntime() {
        StackFrame caller = frameOfCaller();
        return caller == null ? null : SourceLocation.of(caller);
    }

    /**
     * Returns the line that called into the runtime itself, be it of the JDK, as for a method reference that {@code forEach} was given.
     *
     * @return the frame, or null if nobody has called
     */
    public static @Nullable StackFrame frameOfCall() {
        return HIDDEN_TOO.walk(frames -> firstOfCaller(frames.iterator(), true));
    }

    /**
     * Returns the line of {@link #callerOfRuntime} as a frame, which knows it without having read it yet.
     *
     * @return the frame, or null if nobody has called
     */
    public static @Nullable StackFrame frameOfCaller() {
        return HIDDEN_TOO.walk(frames -> firstOfCaller(frames.iterator(), false));
    }

    /**
     * Returns the line of the user's code at which an exception was thrown, or that called what threw it.
     *
     * @param thrown the exception
     * @return the line, as it is printed; null if the trace has none
     */
    public static @Nullable StackTraceElement lineOf(Throwable thrown) {
        for (StackTraceElement element : thrown.getStackTrace()) {
            if (!Machinery.isRuntime(element) && !Machinery.isOfJdk(element.getClassName())) {
                return new StackTraceElement(
                        element.getClassName(),
                        element.getMethodName(),
                        element.getFileName(),
                        element.getLineNumber());
            }
        }
        return null;
    }

    /**
     * Whether a class is the runtime's, or what the weaver has made.
     *
     * @param type the class
     * @return false for a class of the user's
     */
    public static boolean isMachinery(Class<?> type) {
        return Machinery.isRuntime(type);
    }

    /**
     * A loop in place of a stream, which would cost as much as the walk; and the name of a method is read where it may matter. Code of the JDK
     * stands for a caller where there is no other: what it calls for somebody, as a list does in {@code forEach}, that one has called.
     */
    private static @Nullable StackFrame firstOfCaller(Iterator<StackFrame> frames, boolean ofJdkToo) {
        StackFrame ofJdk = null;
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            Class<?> owner = frame.getDeclaringClass();
            if (Machinery.isRuntime(owner)) {
                if (Machinery.isLoop(frame)) {
                    return ofJdk;
                }
                ofJdk = null; // it has called on the runtime's behalf
            } else if (!Machinery.isJdkGlue(frame)) {
                if (ofJdkToo || owner.getClassLoader() != null) {
                    return frame;
                }
                ofJdk = ofJdk == null ? frame : ofJdk;
            }
        }
        return ofJdk;
    }
}
