// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * Several event loops, each on a thread of its own that the group has started: one for each processor that is to be busy. A task, and what
 * it opens, stays on the loop that it began on.
 *
 * <pre>{@code
 * try (EventLoopGroup group = EventLoopGroup.start(4)) {
 *     try (GroupServer server = Tcp.startServer(group, Gateway::serve, "0.0.0.0", 8080)) {
 *         Weft.runOn(group, untilToldToEnd());
 *     }
 * }
 * }</pre>
 *
 * <p>The loops are ordinary ones: whoever has one calls {@link EventLoop#spawn}, {@link EventLoop#post} and so on from any thread. A loop
 * of the group that is stopped by itself, by {@link EventLoop#stop}, leaves it. All methods may be called on any thread.
 */
public interface EventLoopGroup extends AutoCloseable {
    /**
     * Starts loops, on threads that are named {@code loop-1} and so on, and keep the JVM alive until the group is closed.
     *
     * @param loops how many, at least one
     * @return the group, to be closed by the caller
     * @throws IllegalArgumentException if there is to be none
     */
    static EventLoopGroup start(int loops) {
        return start("loop", loops);
    }

    /**
     * Starts loops, on threads that have the name of the group and a number, and keep the JVM alive until the group is closed.
     *
     * @param name the name of the group, which dumps and messages show, not null
     * @param loops how many, at least one
     * @return the group, to be closed by the caller
     * @throws IllegalArgumentException if there is to be none
     */
    static EventLoopGroup start(String name, int loops) {
        Objects.requireNonNull(name, "name");
        return Engine.startGroup(name, loops, work -> new Thread(work));
    }

    /**
     * Starts loops on threads that the caller makes: their priority, and whether they keep the JVM alive, is the caller's. They are given
     * names as by {@link #start(String, int)}.
     *
     * @param name the name of the group, which dumps and messages show, not null
     * @param loops how many, at least one
     * @param threads makes a thread for each loop, and does not start it; not null
     * @return the group, to be closed by the caller
     * @throws IllegalArgumentException if there is to be no loop
     * @throws IllegalStateException if a thread is missing or runs already; no loop has been started then
     */
    static EventLoopGroup start(String name, int loops, ThreadFactory threads) {
        Objects.requireNonNull(name, "name");
        return Engine.startGroup(name, loops, Objects.requireNonNull(threads, "threads"));
    }

    /**
     * Returns the loops, those that have ended included.
     *
     * @return the loops in their order, always the same
     */
    List<EventLoop> loops();

    /**
     * Returns one loop after the other, over and over, and none that has ended.
     *
     * @return the loop whose turn it is
     * @throws IllegalStateException if all have ended
     */
    EventLoop next();

    /**
     * Runs a task on the {@linkplain #next() next} loop, and blocks the calling thread until it ends: {@link Weft#runOn}.
     *
     * @param main what to run
     * @return its result; what it throws is thrown as the same object
     * @param <T> the type of the result
     * @throws IllegalStateException if all loops have ended, or on the thread of a loop
     * @throws java.util.concurrent.CancellationException if it was cancelled, or the thread was interrupted
     */
    <T> T run(Awaitable<T> main);

    /**
     * Begins to end the group: each loop cancels its tasks, runs them until they have cleaned up, and closes what it has opened. Does not
     * wait. Idempotent.
     */
    void stop();

    /**
     * Waits until all loops have ended, whoever ends them.
     *
     * @param limit how long at most, not negative
     * @return false if the time was over first
     * @throws IllegalStateException on the thread of a loop, which would wait for itself or hold up others
     * @throws InterruptedException if the thread is interrupted
     */
    boolean join(Duration limit) throws InterruptedException;

    /**
     * Ends the group: {@link #stop()}, and waits until all loops have ended, as long as that takes. An interrupt is kept for later.
     *
     * @throws IllegalStateException on the thread of a loop; from there call {@link #stop()}. Or, with {@code -Dweft.strict=true}, if work was
     *     forgotten, such as a task that is left
     */
    @Override
    void close();
}
