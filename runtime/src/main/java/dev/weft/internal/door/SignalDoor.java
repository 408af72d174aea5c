// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints a dump to standard error when a signal comes: {@code -Dweft.debug.signal=USR1} and {@code kill -USR1 PID}. Opt-in, as the signal
 * may be another one's. By reflection, since {@code sun.misc.Signal} is of the module {@code jdk.unsupported}, which an image may lack.
 */
final class SignalDoor implements AutoCloseable {
    static final String PROPERTY = "weft.debug.signal";

    private final Class<?> handlers;
    private final Class<?> signals;
    private final Object signal;
    private final Object before;

    private SignalDoor(String name, Runnable action) throws ReflectiveOperationException {
        handlers = Class.forName("sun.misc.SignalHandler");
        signals = Class.forName("sun.misc.Signal");
        signal = signals.getConstructor(String.class).newInstance(name);
        Object handler = Proxy.newProxyInstance(
                SignalDoor.class.getClassLoader(), new Class<?>[] {handlers}, (proxy, method, arguments) -> {
                    return call(proxy, method, arguments, action);
                });
        before = handle(handler);
    }

    /** Waits for the signal that the property names; null where it names none, or where that cannot be had, which is logged. */
    static @Nullable SignalDoor open(Supplier<String> dump) {
        String name = System.getProperty(PROPERTY, "");
        if (name.isEmpty()) {
            return null;
        }
        try {
            if (name.equals("USR2")) {
                throw new IllegalArgumentException("the JVM sends it to itself; take USR1");
            }
            return new SignalDoor(name, () -> print(dump));
        } catch (InvocationTargetException refused) {
            return refused(name, refused.getCause());
        } catch (ReflectiveOperationException | LinkageError absent) {
            return refused(name, absent);
        } catch (IllegalArgumentException wrong) {
            return refused(name, wrong);
        }
    }

    private static @Nullable SignalDoor refused(String name, @Nullable Throwable why) {
        Reports.warning(
                "-D" + PROPERTY + '=' + name + " has no effect: "
                        + (why instanceof IllegalArgumentException
                                ? why.getMessage()
                                : "this JDK has no sun.misc.Signal, which is in the module jdk.unsupported (" + why
                                        + ')'),
                null);
        return null;
    }

    private static @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments, Runnable action) {
        switch (method.getName()) {
            case "handle" -> action.run();
            case "equals" -> {
                return arguments != null && arguments[0] == proxy;
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                return "the dump of Weft";
            }
        }
        return null;
    }

    private static void print(Supplier<String> dump) {
        try {
            System.err.print(dump.get());
            System.err.flush();
        } catch (Throwable failed) { // the JVM's thread for signals is to go on
            Reports.warning("The dump that a signal asked for failed: " + Fence.textOf(failed), failed);
        }
    }

    private Object handle(Object handler) throws ReflectiveOperationException {
        return signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
    }

    /** Leaves the signal to whoever had it before. */
    @Override
    public void close() throws ReflectiveOperationException {
        handle(before);
    }
}
