// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

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
final class CallStacks {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final StackWalker HIDDEN_TOO = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    private CallStacks() {}

    /** The stack of the coroutine that runs on this thread; without one, of the thread. */
    static List<StackTraceElement> running(@Nullable RunningCoroutine current) {
        return WALKER.walk(frames -> running(frames.iterator(), current));
    }

    private static List<StackTraceElement> running(
            Iterator<StackFrame> javaFrames, @Nullable RunningCoroutine current) {
        List<StackTraceElement> stack = new ArrayList<>();
        RunningCoroutine coroutine = current;
        Iterator<RunningCoroutine> outer =
                current == null ? Collections.emptyIterator() : Execution.here().outerOf(current);
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

    /** The stack of a coroutine that is suspended on this thread's loop. */
    static List<StackTraceElement> suspended(RunningCoroutine coroutine) {
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
    static void addAwaiters(List<StackTraceElement> stack, RunningCoroutine coroutine, int limit) {
        Set<RunningCoroutine> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        RunningCoroutine last = coroutine;
        while (last != null && seen.add(last) && stack.size() < limit) { // tasks that await one another go in circles
            RunningCoroutine awaiter = last.awaiter();
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

    /** The line that called into the runtime, for those who are not woven and so do not carry it; it may be a hidden class's. */
    static @Nullable SourceLocation callerOfRuntime() {
        return HIDDEN_TOO.walk(frames -> frames.filter(
                        frame -> !Machinery.isRuntime(frame.getDeclaringClass()) && !Machinery.isJdkGlue(frame))
                .findFirst()
                .map(SourceLocation::of)
                .orElse(null));
    }
}
