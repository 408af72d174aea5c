// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import com.example.targets.Driver;
import com.example.targets.ShapeMethods;
import com.example.targets.Trail;
import dev.weft.EventLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The program that is debugged: {@code Debuggee async|blocking CLASS…} runs all shapes of the classes, one after the other, with
 * each await suspending or none. It runs each twice, so that classes are initialised and call sites linked, and calls {@link #next} in
 * between, where the debugger waits for it.
 */
final class Debuggee {
    /** Comes after all shapes. */
    static final String END = "end";

    private Debuggee() {}

    public static void main(String[] args) throws Exception {
        boolean blocking = args[0].equals("blocking");
        for (String name : Arrays.asList(args).subList(1, args.length)) {
            for (Method shape : ShapeMethods.of(Class.forName(name))) {
                run(shape, blocking);
                next(name.substring(Shapes.PACKAGE.length()) + "." + shape.getName());
                run(shape, blocking);
                next(""); // before the next class is woven, which takes long with a debugger stepping
            }
        }
        next(END);
    }

    /** The debugger stops here: it steps through a shape, but not through what comes after an empty name. */
    static void next(String shape) {}

    private static void run(Method shape, boolean blocking) {
        if (blocking) {
            runBlocking(shape);
        } else {
            runWoven(shape);
        }
    }

    private static void runBlocking(Method shape) {
        try {
            Object unused = shape.invoke(null, new Trail(() -> false));
        } catch (ReflectiveOperationException thrown) {
            // Some end like this, in both runs.
        }
    }

    private static void runWoven(Method shape) {
        Trail trail = new Trail(() -> true);
        try (EventLoop loop = EventLoop.simulated(0)) {
            loop.run(Driver.drive(() -> call(shape, trail), trail));
        }
    }

    private static Object call(Method shape, Trail trail) throws Exception {
        try {
            return shape.invoke(null, trail);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
