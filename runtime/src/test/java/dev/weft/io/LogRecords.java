// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes to the log {@code dev.weft} while this is open, kept from being printed. By reflection, since the module does
 * not read that of java.util.logging.
 */
final class LogRecords implements AutoCloseable {
    private final Object logger;
    private final Method setFilter;
    private final List<String> messages = new ArrayList<>();

    LogRecords() throws ReflectiveOperationException {
        Class<?> loggerClass = Class.forName("java.util.logging.Logger");
        Class<?> filterClass = Class.forName("java.util.logging.Filter");
        Method message = Class.forName("java.util.logging.LogRecord").getMethod("getMessage");
        Method level = Class.forName("java.util.logging.LogRecord").getMethod("getLevel");
        logger = loggerClass.getMethod("getLogger", String.class).invoke(null, "dev.weft");
        setFilter = loggerClass.getMethod("setFilter", filterClass);
        Object filter = Proxy.newProxyInstance(
                LogRecords.class.getClassLoader(), new Class<?>[] {filterClass}, (proxy, method, arguments) -> {
                    messages.add(level.invoke(arguments[0]) + ": " + message.invoke(arguments[0]));
                    return false;
                });
        setFilter.invoke(logger, filter);
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter.invoke(logger, (Object) null);
    }
}
