// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the log {@code dev.weft} while this is open, kept from being printed. By reflection, since the module does
 * not read that of java.util.logging.
 */
public final class Warnings implements AutoCloseable {
    private final Object logger;
    private final Method setFilter;
    private final List<Warning> all = new CopyOnWriteArrayList<>();

    /** One record. */
    public record Warning(String message, @Nullable Throwable failure) {}

    public Warnings() throws ReflectiveOperationException {
        Class<?> loggerClass = Class.forName("java.util.logging.Logger");
        Class<?> filterClass = Class.forName("java.util.logging.Filter");
        Class<?> recordClass = Class.forName("java.util.logging.LogRecord");
        Method message = recordClass.getMethod("getMessage");
        Method thrown = recordClass.getMethod("getThrown");
        logger = loggerClass.getMethod("getLogger", String.class).invoke(null, "dev.weft");
        setFilter = loggerClass.getMethod("setFilter", filterClass);
        Object filter = Proxy.newProxyInstance(
                Warnings.class.getClassLoader(), new Class<?>[] {filterClass}, (proxy, method, arguments) -> {
                    all.add(new Warning(
                            (String) message.invoke(arguments[0]), (Throwable) thrown.invoke(arguments[0])));
                    return false;
                });
        setFilter.invoke(logger, filter);
    }

    public List<Warning> all() {
        return all;
    }

    public List<String> messages() {
        return all.stream().map(Warning::message).toList();
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter.invoke(logger, (Object) null);
    }
}
