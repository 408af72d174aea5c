// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Task;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who runs an async method that returns nothing (decision 39). JUnit calls such a method, as it calls any test; its entry gives the cold
 * frame to the runner that is open on the thread, and returns when that has run it. A runner takes one frame: a call from inside the test
 * would be one that nobody awaits, and is refused.
 *
 * <p>Belongs to the thread that has opened it.
 */
public final class TestRunner implements AutoCloseable {
    /** Set for no longer than a call of a test method, so that no thread keeps what it refers to. */
    private static final ThreadLocal<@Nullable TestRunner> HERE = new ThreadLocal<>();

    private final Consumer<? super Task<?>> runs;
    private final @Nullable TestRunner outer;
    private boolean hasRun;

    private TestRunner(Consumer<? super Task<?>> runs, @Nullable TestRunner outer) {
        this.runs = runs;
        this.outer = outer;
    }

    /**
     * Has the next void async method that is called on this thread run.
     *
     * @param runs runs the method to its end, and throws what it throws
     * @return what is to be closed when the method has been called
     */
    public static TestRunner open(Consumer<? super Task<?>> runs) {
        TestRunner runner = new TestRunner(runs, HERE.get());
        HERE.set(runner);
        return runner;
    }

    /**
     * Whether a method was run.
     *
     * @return false if none was called that is woven
     */
    public boolean hasRun() {
        return hasRun;
    }

    /**
     * Whether the calling thread runs a test, which says by itself under which seed it has failed.
     *
     * @return true inside of a method that a runner of the thread runs
     */
    public static boolean isRunning() {
        TestRunner runner = HERE.get();
        return runner != null && runner.hasRun;
    }

    /** The entry of a void async method gives its frame. */
    static void run(Frame<?> method) {
        TestRunner runner = HERE.get();
        if (runner == null || runner.hasRun) {
            method.claim();
            throw new IllegalStateException(method.location()
                    + " is an async method that returns nothing, which JUnit alone calls, by the extension weft-junit: put @AsyncTest on the"
                    + " method or on its class. If other code calls it, let it return Task<Void>, and await that");
        }
        runner.hasRun = true;
        try {
            runner.runs.accept(method);
        } catch (Throwable refused) {
            if (method.state == 0) { // and so nobody is going to run it
                method.claim();
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        if (outer == null) {
            HERE.remove();
        } else {
            HERE.set(outer);
        }
    }
}
