// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.Waiter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the twins call: decides at each suspension point whether it suspends, and runs a twin to its end for its wrapper.
 *
 * <p>The system property {@code weft.points.probability} says how often a point suspends. Each thread draws from a sequence of
 * its own, which {@link #restart} sets, so that a single test can be run again and suspends where it did. Any thread.
 */
public final class Points {
    private static final double PROBABILITY = Double.parseDouble(System.getProperty("weft.points.probability", "0.1"));
    private static final Object ELEMENT = "element";
    private static final LongAdder SUSPENSIONS = new LongAdder();
    private static final ThreadLocal<SplittableRandom> RANDOM = ThreadLocal.withInitial(() -> new SplittableRandom(0));

    private Points() {}

    /** Called at each suspension point; what it returns is awaited there. */
    public static Awaitable<Void> next() {
        return RANDOM.get().nextDouble() < PROBABILITY ? new Suspending() : Task.done();
    }

    /** Called at each point where a generator emits; nobody looks at the element. */
    public static Object element() {
        return ELEMENT;
    }

    /** Called by a generator: its last element, with the result, which may be null. */
    public static Object result(Object value) {
        return new Result(value);
    }

    /** Called for the call of a generator: awaiting this runs it to its end. */
    public static Awaitable<?> results(AsyncGenerator<?> twin) {
        return twin.filter(Result.class::isInstance).toList();
    }

    /** The one result among what {@link #results} gives. */
    public static Object only(Object results) {
        List<?> all = (List<?>) results;
        if (all.size() != 1) {
            throw new AssertionError("a generator has ended " + all.size() + " times");
        }
        return ((Result) all.get(0)).value;
    }

    private record Result(Object value) {}

    /** Begins the sequence of the calling thread anew. */
    public static void restart(long seed) {
        RANDOM.set(new SplittableRandom(seed));
    }

    /** Returns how often a point has really suspended. */
    public static long suspensions() {
        return SUSPENSIONS.sum();
    }

    /** Called by wrappers: the result of a twin that returns a task. */
    public static Object finish(Task<?> twin) throws Throwable {
        return finish(twin.toCompletableFuture());
    }

    /** Called by wrappers: the result of a twin that is a generator. */
    public static Object finish(AsyncGenerator<?> twin) throws Throwable {
        return only(finish(results(twin).toCompletableFuture()));
    }

    /**
     * Called by wrappers: the result of a twin that has started. Without a loop it has run on this thread as far as it can, and
     * every point wakes it at once, so it has ended. What it threw is thrown as the same object.
     */
    public static Object finish(CompletableFuture<?> twin) throws Throwable {
        if (!twin.isDone()) {
            throw new AssertionError("a twin has suspended for good");
        }
        Throwable thrown = twin.isCompletedExceptionally()
                ? twin.handle((value, failure) -> failure).join()
                : null;
        if (thrown != null) {
            throw thrown;
        }
        return twin.join();
    }

    /** A point that suspends: ready once somebody has subscribed, and all of the Java stack is gone by then. */
    private static final class Suspending implements Awaitable<Void> {
        private boolean resumed;

        @Override
        public boolean isReady() {
            return resumed;
        }

        @Override
        @SuppressWarnings("NullAway") // nothing is what it gives
        public Void result() {
            return null;
        }

        @Override
        public void subscribe(Waiter waiter) {
            resumed = true;
            SUSPENSIONS.increment();
            waiter.wake();
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }
    }
}
