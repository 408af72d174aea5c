// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handler for a signal of the operating system, until it is closed. By reflection, since {@code sun.misc.Signal} is of the module {@code
 * jdk.unsupported}, which an image may lack. Any thread.
 */
public final class SystemSignal implements AutoCloseable {
    /** The JVM has handlers of its own for these, and gives them up all the same: it stops its threads by the first. */
    private static final Set<String> OF_THE_JVM = Set.of("USR2", "PIPE");

    /** Which the JVM leaves ignored where they were when it was started. */
    private static final Set<String> KEPT_IGNORED = Set.of("HUP", "INT", "TERM");

    private final Class<?> handlers;
    private final Class<?> signals;
    private final Object signal;
    private final Object before;

    private SystemSignal(String name, Runnable action) throws ReflectiveOperationException {
        handlers = Class.forName("sun.misc.SignalHandler");
        signals = Class.forName("sun.misc.Signal");
        signal = signals.getConstructor(String.class).newInstance(name);
        before = handle(Proxy.newProxyInstance(
                SystemSignal.class.getClassLoader(),
                new Class<?>[] {handlers},
                (proxy, method, arguments) -> call(proxy, method, arguments, action)));
    }

    /**
     * Has an action run when a signal comes, in place of what was to happen before.
     *
     * @param name the name without {@code SIG}
     * @param action what to run, on a thread of the JVM; what it throws is logged
     * @return the handler, to be closed
     * @throws IllegalArgumentException if the system has no such signal, or the JVM or the system gives it to nobody; the message says why
     * @throws UnsupportedOperationException if this JVM has no {@code sun.misc.Signal}
     */
    public static SystemSignal handle(String name, Runnable action) {
        if (OF_THE_JVM.contains(name)) {
            throw refused(name, "the JVM uses it itself", null);
        }
        try {
            SystemSignal handled = new SystemSignal(name, action);
            if (KEPT_IGNORED.contains(name) && handled.wasIgnored()) {
                Reports.warning(
                        "SIG" + name
                                + " does not come: whoever started this process has it ignored, as nohup does, and the JVM keeps to that."
                                + " Start it in another way, such as by setsid",
                        null);
            }
            return handled;
        } catch (InvocationTargetException refused) {
            Throwable cause = refused.getTargetException();
            throw refused(name, String.valueOf(cause.getMessage()), cause);
        } catch (ReflectiveOperationException | LinkageError absent) {
            throw new UnsupportedOperationException(
                    "no signal " + name + ": this JVM has no sun.misc.Signal, which is in the module jdk.unsupported."
                            + " Add that module to the image, or use --add-modules jdk.unsupported.",
                    absent);
        }
    }

    private boolean wasIgnored() throws ReflectiveOperationException {
        return before.equals(handlers.getField("SIG_IGN").get(null));
    }

    private static IllegalArgumentException refused(String name, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "no signal " + name + ": " + why + ". HUP, INT, TERM and USR1 can be had on most systems.", cause);
    }

    private static @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments, Runnable action) {
        switch (method.getName()) {
            case "handle" -> run(action);
            case "equals" -> {
                return arguments != null && arguments[0] == proxy;
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                return "a signal handler of Weft";
            }
        }
        return null;
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable failed) { // the JVM's thread for signals is to go on
            Fence.failed("What a signal is to do", action, null, failed);
        }
    }

    private Object handle(Object handler) throws ReflectiveOperationException {
        return signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
    }

    /** Leaves the signal to whoever had it before. */
    @Override
    public void close() {
        try {
            var unused = handle(before);
        } catch (ReflectiveOperationException gone) { // it was there before
            throw new IllegalStateException("the signal handler that was there before cannot be restored", gone);
        }
    }
}
