// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is to happen at the {@linkplain Faults fault points} that a run on a simulated loop reaches. All lots are a function of the loop's
 * seed and of the name of the point, so those of one point change nothing at another. Where {@code Explorer.allOrders()} tries all orders,
 * both outcomes of each are tried.
 *
 * <pre>{@code
 * loop.faults().fail("journal.write", () -> new IOException("disk full")).nth(3);
 * loop.faults().delay("journal.sync", Duration.ofMillis(200)).withProbability(0.1);
 * }</pre>
 *
 * <p>A fault that has not happened when the loop closes proves nothing, and {@link SimulatedLoop#close()} throws an {@link
 * IllegalStateException} that says so, with the points that were reached: unless it has a probability and its point was reached, or {@link
 * Fault#mayNotHappen()}. What a failing run throws has the faults that happened, in their order.
 *
 * <p>The name of a point may end in a star, for all points that begin so. Where several faults are planted at a point, each counts
 * for itself how often it was reached since it was planted, delays add up, and of the failures that are due the one is thrown, after the
 * delays, that was planted first; the others have not happened. Times and lots of the calls that {@link Weft#blocking} makes on other
 * threads are apart from those of the steps of tasks, since their threads come by when they do; of two such calls at once the first to come
 * has the first. Any thread. No argument may be null.
 */
public interface FaultPoints {
    /**
     * Has a point fail, each time unless the result says otherwise.
     *
     * @param point the name of the point
     * @param failure makes what is thrown there, a new one each time
     * @return the fault, for saying when it happens
     */
    Fault fail(String point, Supplier<? extends Throwable> failure);

    /**
     * Has a point take time, each time unless the result says otherwise. At {@link Faults#awaitPoint} the task sleeps; at {@link
     * Faults#point} the clock of the loop jumps, so that all of its tasks are late. In a call that {@link Weft#blocking} makes on another
     * thread the clock does not jump there: the end of the call is told that much later, in virtual time, and cancelling does not shorten it.
     *
     * @param point the name of the point
     * @param time how long
     * @return the fault, for saying when it happens
     * @throws IllegalArgumentException if the time is negative, or beyond a hundred years
     */
    Fault delay(String point, Duration time);

    /**
     * Returns how often each point was reached since {@link SimulatedLoop#faults()} was called first.
     *
     * @return a snapshot, in the order in which the points were reached first
     */
    Map<String, Integer> reached();

    /**
     * Returns what has happened, in order: a line each, such as {@code journal.write, time 3, at PT0.2S: java.io.IOException: disk full}.
     *
     * @return a snapshot
     */
    List<String> happened();

    /** When a fault happens. Each method gives the fault itself. */
    interface Fault {
        /**
         * Has it happen once.
         *
         * @param time the how manieth time that its point is reached, after it was planted; from 1
         * @return this
         * @throws IllegalArgumentException if that is less than 1
         */
        Fault nth(int time);

        /**
         * Has it happen the first times, as what is tried again should get over.
         *
         * @param times how often
         * @return this
         * @throws IllegalArgumentException if that is less than 1
         */
        Fault first(int times);

        /**
         * Has a lot decide each time.
         *
         * @param probability from 0 to 1
         * @return this
         * @throws IllegalArgumentException if it is not between 0 and 1
         */
        Fault withProbability(double probability);

        /**
         * Allows that it never happens.
         *
         * @return this
         */
        Fault mayNotHappen();
    }
}
