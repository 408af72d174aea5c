// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.security.ProtectionDomain;

/** An application that tries to get at what the JDK keeps closed, each in a line of the output, and then runs a program. */
final class AccessAttempts {
    private AccessAttempts() {}

    /** Takes the main class of the program. */
    public static void main(String[] arguments) throws Exception {
        attempt(
                "defineClass",
                () -> ClassLoader.class
                        .getDeclaredMethod(
                                "defineClass", String.class, byte[].class, int.class, int.class, ProtectionDomain.class)
                        .setAccessible(true));
        attempt("privateLookupIn", () -> MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup()));
        attempt(
                "the agent's access",
                () -> Class.forName("dev.weft.agent.ClassLoaderAccess")
                        .getMethod("lookup")
                        .invoke(null));
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static void attempt(String name, Attempt attempt) throws Exception {
        try {
            attempt.run();
            System.out.println(name + ": granted");
        } catch (Exception e) {
            Throwable thrown = e instanceof InvocationTargetException wrapped ? wrapped.getTargetException() : e;
            System.out.println(name + ": " + thrown.getClass().getSimpleName());
        }
    }
}
