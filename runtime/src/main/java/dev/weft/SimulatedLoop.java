// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.OptionalLong;

/**
 * A loop for tests, whose time is virtual: it stands still while anything is ready to run, and then jumps to the next deadline. {@link
 * EventLoop#simulated()}, {@link EventLoop#simulated(long)} and {@link EventLoop#simulatedInOrder()} make one.
 *
 * <p>Time does not pass either while a thread works that the runtime has given something to do, for {@link Weft#blocking} or to resolve a
 * host, while a task of another loop is awaited, and while a {@link Hold} is open. What other threads do besides has no place in the time
 * of the run, and {@link #run} fails with a {@link RealTimeException} that names them. Where nothing can ever happen again, it fails with a
 * {@link DeadlockException}.
 *
 * <p>Of calls that other threads make for the loop, by {@link Weft#blocking} on whatever executor, one runs at a time, and while it runs the
 * loop does nothing. So what several of them do to the same thing, and which ends first, is a function of the seed, and not of the threads.
 * Those on an executor that may have a single thread run in the order in which they were awaited. A call that waits for something, which the
 * loop or another call may have to do, is waited for no longer than 50 milliseconds, and one that computes, no longer than two seconds; then
 * the others go on beside it, and what it does meanwhile is up to its thread.
 *
 * <p>What {@link #run} throws says how to run the same schedule again: it has a suppressed exception with the call that makes such a loop.
 */
public interface SimulatedLoop extends EventLoop {
    /**
     * Returns the seed of the schedule, which was given or drawn. Any thread.
     *
     * @return the seed; empty where what is ready runs first in, first out
     */
    OptionalLong seed();

    /**
     * Stops the clock, for work of another thread that the loop is to wait for: {@code try (var held = loop.hold("the import")) { ... }} on
     * that thread. What it completes, posts, spawns and cancels meanwhile is part of the run.
     *
     * <p>A thread that takes the hold itself may be too late; so take it before the thread starts, and have the thread close it. A hold that
     * is open for ten seconds of real time is reported in the log {@code dev.weft}, with who took it and where. Any thread.
     *
     * @param what what is done meanwhile, for messages
     * @return the hold
     * @throws IllegalStateException if the loop is closed
     */
    Hold hold(String what);

    /**
     * Returns what is to happen at the {@linkplain Faults fault points} that code on this loop reaches. Any thread.
     *
     * @return the faults, always the same
     * @throws IllegalStateException if the loop was closed before the first call
     */
    FaultPoints faults();

    /**
     * Returns how many steps it has made, but for those of the turn that it is in: a step runs a task up to where that waits, or an action
     * that was posted. With {@link #nanoTime()} it says whether a program that does not end gets on. Any thread; what one reads beside that
     * of the loop may be old.
     *
     * @return the number of steps
     */
    long steps();

    /**
     * Closes the loop, as any {@link EventLoop#close()} does.
     *
     * @throws IllegalStateException as any, and when it is closed if a fault was planted that never happened; the message says which
     */
    @Override
    void close();

    /** Virtual time does not pass while this is open. */
    interface Hold extends AutoCloseable {
        /** Lets time pass again, if nothing else holds it. Idempotent; any thread. */
        @Override
        void close();
    }
}
