// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.AsyncBlock;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import java.util.Objects;

/**
 * Runs a test in many orders: under many seeds ({@link #seeds}), or in all orders that there are ({@link #allOrders}), and makes of a
 * failure one line that runs it again.
 *
 * <pre>{@code
 * Explorer.allOrders().run(() -> {
 *     Mutex mutex = new Mutex();
 *     await(gather(first(mutex), second(mutex)));
 *     assertFalse(mutex.isLocked());
 *     return Task.done();
 * });
 * }</pre>
 *
 * <p>The test is a block of async code. Each run calls it afresh, on a loop of its own with virtual time, so it makes all that it works on,
 * and depends on nothing but that: no static state, no other thread, no time but that of its loop, and lots from {@link
 * EventLoop#random()} alone. It fails by what it throws; when a task fails and nobody sees that; when nothing can happen any more
 * and it has not ended; when it has not ended after a number of steps; and when a fault is planted and never happens, as {@link
 * dev.weft.FaultPoints} says. The end of the test is the end of a run: tasks that are left
 * are cancelled.
 *
 * <p>Immutable, and any thread; the runs are on the calling thread, one after the other, which must not be that of a running loop.
 */
public abstract class Explorer {
    Explorer() {}

    /**
     * Explores a number of seeds, from 0 up, each a run on {@link EventLoop#simulated(long)}. For programs of any size. All of
     * them are tried, also when one fails.
     *
     * @param count how many
     * @return an explorer
     * @throws IllegalArgumentException if the number is not positive
     */
    public static SeedExplorer seeds(int count) {
        return new SeedExplorer(0, Limits.positive("count", count));
    }

    /**
     * Explores all orders of a small program, depth first. An order is what runs at each step among all that is ready: any task, any action
     * that was posted, any timer that is due. An entry may be overtaken by others that came later, again and again; only who gives way, as
     * by {@link dev.weft.Weft#yieldNow()}, lets all that was ready before run first. Lots of few outcomes, such as {@code nextInt(3)} of
     * {@link EventLoop#random()}, are choices as well, and so is whether a planted fault happens that has a probability; of lots with more
     * than eight outcomes, or without a bound, or for a fault in a call on another thread, one is tried, which the result says. Stops at the
     * first failure, and then looks for the one that is nearest to the order of a real loop.
     *
     * <p>The number of orders grows fast: three tasks of three steps have 1,680, four of four have 63 million. Two or three tasks that meet
     * once or twice find what is wrong with a primitive.
     *
     * @return an explorer
     */
    public static OrderExplorer allOrders() {
        return new OrderExplorer(Limits.standard());
    }

    /**
     * Suspends, and goes on at any time: stands for a call or a read in a program that is explored. While {@link
     * dev.weft.Weft#yieldNow()} promises that all that is ready runs before, this promises nothing. Cancel-safe: nothing is lost.
     *
     * @return an awaitable, to be awaited once
     */
    @CancelSafe
    public static Awaitable<Void> pause() {
        return new Pause();
    }

    /**
     * Runs a program once more under a seed that has failed.
     *
     * @param seed the seed
     * @param program the same program
     * @return the exploration of this one seed, if it passes
     * @param <T> the type of its result
     * @throws ExplorationError if it fails, with each step
     */
    public static <T> Exploration replay(long seed, AsyncBlock<T, ?> program) {
        return replay(seed, program, noCheck());
    }

    /**
     * Runs a program whose result is checked once more under a seed that has failed.
     *
     * @param seed the seed
     * @param program the same program
     * @param check the same check
     * @return the exploration of this one seed, if it passes
     * @param <T> the type of the program's result
     * @throws ExplorationError if it fails, with each step
     */
    public static <T> Exploration replay(long seed, AsyncBlock<T, ?> program, Check<? super T> check) {
        return new SeedExplorer(seed, 1).run(program, check);
    }

    /**
     * Runs a program once more in an order that has failed, with the bound of steps that the text carries.
     *
     * @param schedule the text of the order, from the report
     * @param program the same program
     * @return the exploration of this one order, if it passes
     * @param <T> the type of its result
     * @throws IllegalArgumentException if the text is no schedule
     * @throws ExplorationError if it fails, with each step, or is another program
     */
    public static <T> Exploration replay(String schedule, AsyncBlock<T, ?> program) {
        return replay(schedule, program, noCheck());
    }

    /**
     * Runs a program whose result is checked once more in an order that has failed, with the bound of steps that the text carries.
     *
     * @param schedule the text of the order, from the report
     * @param program the same program
     * @param check the same check
     * @return the exploration of this one order, if it passes
     * @param <T> the type of the program's result
     * @throws IllegalArgumentException if the text is no schedule
     * @throws ExplorationError if it fails, with each step, or is another program
     */
    public static <T> Exploration replay(String schedule, AsyncBlock<T, ?> program, Check<? super T> check) {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(check, "check");
        return new OrderReplay(Schedule.parse(schedule)).run(program, check);
    }

    /**
     * Explores a program.
     *
     * @param program called once for each run, on the thread of its loop
     * @return what came out
     * @param <T> the type of the result
     * @throws IllegalStateException on the thread of a running loop
     */
    public final <T> Exploration explore(AsyncBlock<T, ?> program) {
        return explore(program, noCheck());
    }

    /**
     * Explores a program whose result is checked when each run is over and its loop closed.
     *
     * @param program called once for each run, on the thread of its loop
     * @param check gets what the program returned; fails by what it throws
     * @return what came out
     * @param <T> the type of the result
     * @throws IllegalStateException on the thread of a running loop
     */
    public final <T> Exploration explore(AsyncBlock<T, ?> program, Check<? super T> check) {
        if (EventLoop.current() != null) {
            throw new IllegalStateException(
                    "A loop is running on thread \"" + Thread.currentThread().getName()
                            + "\"; an exploration runs many of its own. Explore from plain code, such as a test method that is not async.");
        }
        return explore(
                new Program<>(Objects.requireNonNull(program, "program"), Objects.requireNonNull(check, "check")));
    }

    /**
     * Explores a program, and throws if a run has failed: for tests.
     *
     * @param program called once for each run, on the thread of its loop
     * @return what came out, with no failure
     * @param <T> the type of the result
     * @throws ExplorationError if a run has failed
     * @throws IllegalStateException on the thread of a running loop
     */
    public final <T> Exploration run(AsyncBlock<T, ?> program) {
        return explore(program).orThrow();
    }

    /**
     * Explores a program whose result is checked, and throws if a run has failed: for tests.
     *
     * @param program called once for each run, on the thread of its loop
     * @param check gets what the program returned; fails by what it throws
     * @return what came out, with no failure
     * @param <T> the type of the result
     * @throws ExplorationError if a run has failed
     * @throws IllegalStateException on the thread of a running loop
     */
    public final <T> Exploration run(AsyncBlock<T, ?> program, Check<? super T> check) {
        return explore(program, check).orThrow();
    }

    abstract Exploration explore(Program<?> program);

    @SuppressWarnings("unchecked") // it takes any result
    private static <T> Check<T> noCheck() {
        return (Check<T>) Program.NO_CHECK;
    }

    /**
     * Looks at what a run has left, when it is over.
     *
     * @param <T> what the program returns
     */
    @FunctionalInterface
    public interface Check<T> {
        /**
         * Checks the result.
         *
         * @param result what the program returned
         * @throws Exception if something is wrong
         */
        void check(T result) throws Exception;
    }
}
