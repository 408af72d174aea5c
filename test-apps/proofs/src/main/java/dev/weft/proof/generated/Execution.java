// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.support.MemoryLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One run of a program and what it left.
 *
 * @param events the events in order, and how it ended
 * @param suspensions how often it really suspended
 */
record Execution(String events, int suspensions) {
    private static final int HANGS_AFTER_SECONDS = 120;

    /** A way to run a woven program: which awaits suspend, and whether on a loop. */
    enum Mode {
        READY,
        SUSPENDING,
        MIXED,
        MIXED_OTHERWISE,
        SUSPENDING_WITHOUT_LOOP,
        MIXED_WITHOUT_LOOP;

        private boolean onLoop() {
            return this != SUSPENDING_WITHOUT_LOOP && this != MIXED_WITHOUT_LOOP;
        }

        private BooleanSupplier suspends(long seed) {
            return switch (this) {
                case READY -> () -> false;
                case SUSPENDING, SUSPENDING_WITHOUT_LOOP -> () -> true;
                case MIXED -> new Random(seed)::nextBoolean;
                case MIXED_OTHERWISE -> new Random(~seed)::nextBoolean;
                case MIXED_WITHOUT_LOOP -> new Random(seed + 1)::nextBoolean;
            };
        }
    }

    static final List<Mode> MODES = List.of(Mode.values());

    /** Runs a program that was compiled without Weft, on this thread. */
    static Execution blocking(Map<String, byte[]> classes, String className) {
        return run(mainOf(classes, className), new GeneratedTrail(() -> false), Task::block);
    }

    /** Returns the method to run, after the JVM has verified all classes of the program. */
    static Method mainOf(Map<String, byte[]> classes, String className) {
        try {
            ClassLoader loader = new MemoryLoader(classes);
            loader.setDefaultAssertionStatus(true);
            for (String name : classes.keySet()) {
                Class.forName(name, true, loader);
            }
            return Class.forName(className, true, loader).getMethod("main", GeneratedTrail.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot load " + className, e);
        }
    }

    static Execution woven(Method main, Mode mode, long seed) {
        GeneratedTrail trail = new GeneratedTrail(mode.suspends(seed));
        if (!mode.onLoop()) {
            return run(main, trail, Execution::withoutLoop);
        }
        try (EventLoop loop = EventLoop.simulated(seed)) {
            return run(main, trail, loop::run);
        }
    }

    private interface Runner {
        Object run(Task<?> task) throws Throwable;
    }

    private static Execution run(Method main, GeneratedTrail trail, Runner runner) {
        try {
            trail.add("returned " + runner.run((Task<?>) main.invoke(null, trail)));
        } catch (InvocationTargetException e) {
            trail.add("threw " + GeneratedTrail.describe(e.getTargetException()));
        } catch (Throwable thrown) {
            trail.add("threw " + GeneratedTrail.describe(thrown));
        }
        return new Execution(String.join("\n", trail.events()), trail.suspensions());
    }

    private static Object withoutLoop(Task<?> task) throws Throwable {
        try {
            return task.toCompletableFuture().get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("x hangs", e);
        }
    }
}
