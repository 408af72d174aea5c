// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.SourceLocation;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Async call stacks, innermost first. Of a suspended coroutine: its frames. Of a running one: the bodies on the Java stack
 * down to its trampoline, then the frames on the heap that wait for them. Both go on with whoever awaits the coroutine, and
 * end with the line that spawned it.
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
        return WALKER.walk(frames -> running(frames.iterator(), current));
    }

    private static List<StackTraceElement> running(Iterator<StackFrame> javaFrames, @Nullable TracedCoroutine current) {
        List<StackTraceElement> stack = new ArrayList<>();
        TracedCoroutine coroutine = current;
        Iterator<? extends TracedCoroutine> outer = current == null ? Collections.emptyIterator() : current.outer();
        boolean isEntry = false;
        while (javaFrames.hasNext()) {
            StackFrame frame = javaFrames.next();
            boolean hidden = isEntry
                    || Machinery.isRuntime(frame.getDeclaringClass())
                    || Machinery.isDoor(frame.getMethodName());
            isEntry = Machinery.isStart(frame.getClassName(), frame.getMethodName());
            if (coroutine != null && Machinery.isTrampoline(frame.getClassName(), frame.getMethodName())) {
                Frame<?> running = coroutine.running();
                addFrames(stack, running == null ? null : Coroutine.parentOf(running));
                if (!outer.hasNext()) {
                    addAwaiters(stack, coroutine, Integer.MAX_VALUE);
                    return stack;
                }
                coroutine = outer.next();
            } else if (!hidden) {
                stack.add(
                        plain(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
            }
        }
        return stack;
    }

    /**
     * Returns the stack of a coroutine that is suspended on this thread's loop.
     *
     * @param coroutine the coroutine
     * @return the stack, innermost first
     */
    public static List<StackTraceElement> suspended(TracedCoroutine coroutine) {
        List<StackTraceElement> stack = new ArrayList<>();
        addFrames(stack, coroutine.leaf());
        addAwaiters(stack, coroutine, Integer.MAX_VALUE);
        return stack;
    }

    /** Adds the frame and those that await it. */
    static void addFrames(List<StackTraceElement> stack, @Nullable Frame<?> first) {
        for (Frame<?> frame = first; frame != null; frame = Coroutine.parentOf(frame)) {
            SourceLocation location = frame.location();
            if (location != null) {
                stack.add(location.toStackTraceElement());
            }
        }
    }

    /** Adds what lies beyond a coroutine's own frames, until the stack has the size. */
    static void addAwaiters(List<StackTraceElement> stack, TracedCoroutine coroutine, int limit) {
        Set<TracedCoroutine> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        TracedCoroutine last = coroutine;
        while (last != null && seen.add(last) && stack.size() < limit) { // tasks that await one another go in circles
            TracedCoroutine awaiter = last.awaiter();
            if (awaiter != null) {
                addFrames(stack, awaiter.leaf());
                last = awaiter;
                continue;
            }
            SourceLocation site = last.site();
            if (site != null) {
                stack.add(site.toStackTraceElement());
            }
            last = last.spawner();
        }
    }

    /** Prints as {@code class.method(File.java:line)}, without the loader or module that the JDK would put before it. */
    private static StackTraceElement plain(String className, String methodName, @Nullable String fileName, int line) {
        return new StackTraceElement(className, methodName, fileName, line);
    }

    /**
     * Returns the line that called into the runtime, for callers that are not woven and so do not carry it; it may be a hidden class's.
     * What the loop does by itself, such as serving a connection, nobody has called: the loop runs below all that it does, and who is below
     * the loop has called that.
     *
     * @return the location, or null if nobody has called
     */
    public static @Nullable SourceLocation callerOfRuntime() {
        return HIDDEN_TOO.walk(frames -> frames.takeWhile(frame -> !Machinery.isLoop(frame.getClassName()))
                .filter(frame -> !Machinery.isRuntime(frame.getDeclaringClass()) && !Machinery.isJdkGlue(frame))
                .findFirst()
                .map(SourceLocation::of)
                .orElse(null));
    }
}
