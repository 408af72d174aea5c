// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.Packages;
import dev.weft.abi.Trampoline;
import dev.weft.abi.Woven;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the frames of the user's code on a Java stack from those of the runtime and of what the weaver adds. */
final class Machinery {
    private static final Set<String> PACKAGES = Set.of((Packages.RUNTIME + "," + Packages.CALLERS).split(","));
    private static final Set<String> STARTS = Set.of(Frame.START, Frame.RUN_BY_TEST);
    private static final Set<String> GLUE = Set.of("java.lang.invoke", "java.lang.reflect", "jdk.internal.reflect");
    private static final String TRAMPOLINE = Trampoline.class.getName();
    private static final Set<String> COROUTINE = Set.of(Coroutine.class.getName(), TRAMPOLINE);
    private static final String FRAME = Frame.class.getName();
    private static final String CONTRACT = Frame.class.getPackageName();

    /**
     * The methods below which the Java stack belongs to whoever runs the loop. Handlers of readiness are called by the JDK's selector,
     * whose frames are nobody's call. This package may not use the classes.
     */
    static final List<String> LOOP = List.of(
            "dev.weft.internal.Turns.until",
            "dev.weft.internal.Turns.pass",
            "dev.weft.internal.Turns.takeIn",
            "dev.weft.internal.Turns.runWhatIsLeft",
            "dev.weft.internal.SelectorReadiness.dispatch");

    private static final Set<String> CLASSES_OF_LOOP = LOOP.stream()
            .map(method -> method.substring(0, method.lastIndexOf('.')))
            .collect(Collectors.toUnmodifiableSet());

    private Machinery() {}

    static boolean isRuntime(Class<?> owner) {
        return PACKAGES.contains(owner.getPackageName()) || Frame.class.isAssignableFrom(owner);
    }

    /** Whether an element of a stack trace is the runtime's or a door. It does not say which class it is, and so less than a frame does. */
    static boolean isRuntime(StackTraceElement element) {
        return PACKAGES.contains(packageOf(element)) || isWoven(element);
    }

    /** Whether an element below which the user's code stands is a call that this has made, and nothing of what the weaver has it call. */
    static boolean isCall(StackTraceElement element) {
        return isRuntime(element) && !isWoven(element) && !packageOf(element).equals(CONTRACT);
    }

    private static String packageOf(StackTraceElement element) {
        String owner = element.getClassName();
        return owner.substring(0, Math.max(0, owner.lastIndexOf('.')));
    }

    /** Whether a class is the JDK's, as far as its name says. */
    static boolean isOfJdk(String className) {
        return className.startsWith("java.") || className.startsWith("jdk.") || className.startsWith("sun.");
    }

    /** Whether the element says no more than that the code below it awaits: what the weaver made, and the coroutine. */
    static boolean isAwait(StackTraceElement element) {
        return isWoven(element) || COROUTINE.contains(element.getClassName());
    }

    /** Whether the element stands above the code that awaits, when the trace of what it throws is completed. */
    static boolean isOfAwait(StackTraceElement element) {
        String owner = element.getClassName();
        return COROUTINE.contains(owner)
                || owner.equals(TracedCoroutine.class.getName())
                || owner.equals(AsyncTrace.class.getName());
    }

    /** Whether the weaver made the method. */
    private static boolean isWoven(StackTraceElement element) {
        return element.getClassName().contains(Woven.MARK + "$") || isDoor(element.getMethodName());
    }

    /** Whether a method only leads from a frame to the body of an instance method. */
    static boolean isDoor(String methodName) {
        return methodName.endsWith(Woven.MARK);
    }

    /** Whether the JDK made the frame for a call by reflection, by a method handle or of a function object. */
    static boolean isJdkGlue(StackFrame frame) {
        Class<?> owner = frame.getDeclaringClass();
        return GLUE.contains(owner.getPackageName()) || (owner.isHidden() && frame.getFileName() == null);
    }

    /** The same of an element, which says less. */
    static boolean isJdkGlue(StackTraceElement element) {
        return GLUE.contains(packageOf(element))
                || (element.getFileName() == null && element.getClassName().indexOf('/') > 0);
    }

    /** The method that an entry calls to start a stage, or a test, at once: the body, above it on the stack, stands for the entry. */
    static boolean isStart(String className, String methodName) {
        return className.equals(FRAME) && STARTS.contains(methodName);
    }

    /** The method below which the Java stack belongs to the loop, or to whoever started or woke the coroutine. */
    static boolean isStep(String className, String methodName) {
        return className.equals(TRAMPOLINE) && methodName.equals(Trampoline.STEP);
    }

    /** The method above which a Java stack has nothing but what keeps a coroutine on it. */
    static boolean isStaying(String className, String methodName) {
        return className.equals(TRAMPOLINE) && methodName.equals(Trampoline.WAIT_HERE);
    }

    /** Whether the Java stack below the method belongs to whoever runs the loop. */
    static boolean isLoop(String className, String methodName) {
        return LOOP.contains(className + '.' + methodName);
    }

    /** The same of a frame, of which the name of the method is not read in most cases. */
    static boolean isLoop(StackFrame frame) {
        String owner = frame.getClassName();
        return CLASSES_OF_LOOP.contains(owner) && isLoop(owner, frame.getMethodName());
    }
}
