// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.Task;
import dev.weft.abi.TestRunner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * How shapes have a test method run, in place of JUnit: woven, it gives its frame, which is to be awaited; in the blocking program it has
 * run when it returns.
 */
public final class Testing {
    private Testing() {}

    /** Calls a test method. */
    public interface Call {
        void run() throws Exception;
    }

    /** Gives what runs a test that returns nothing. */
    public static Task<?> test(Call call) throws Exception {
        Task<?>[] test = {Task.done()};
        try (TestRunner runner = TestRunner.open(frame -> test[0] = frame)) {
            call.run();
        }
        return test[0];
    }

    /** Gives what runs a test of whatever result, which is found as JUnit finds it: its twin, where it is woven. */
    public static Task<?> named(Object target, String name, Object... arguments) throws Exception {
        Class<?> type = target instanceof Class<?> itself ? itself : target.getClass();
        Method method = find(type, name);
        method.setAccessible(true);
        Object[] returned = new Object[1];
        Task<?> test = test(() -> returned[0] = call(method, target, arguments));
        return returned[0] == null ? test : (Task<?>) returned[0];
    }

    private static Method find(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> declaring : with(each.getInterfaces(), each)) {
                for (Method method : declaring.getDeclaredMethods()) {
                    if (method.getName().equals(name) && !method.isSynthetic()) {
                        return method;
                    }
                }
            }
        }
        throw new IllegalArgumentException(type + " has no test " + name);
    }

    private static Class<?>[] with(Class<?>[] interfaces, Class<?> type) {
        Class<?>[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
        all[interfaces.length] = type;
        return all;
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
