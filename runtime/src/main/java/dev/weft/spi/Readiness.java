// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Registration;
import java.nio.channels.ClosedChannelException;
import java.util.function.IntConsumer;

/**
 * The readiness backend of an event loop: how it waits for the outside world. One loop has one of its own.
 *
 * <p>Only the loop calls it, and on its thread, but for {@link #wakeUp()}, which any thread calls. A handler that throws must hurt neither
 * the other handlers nor the loop: report it with {@link Reports}.
 */
public interface Readiness {
    /**
     * Watches for readiness, as {@link dev.weft.EventLoop#watch} says: what has watchers already gets another one.
     *
     * @param what what to watch
     * @param interest bits of {@link java.nio.channels.SelectionKey}
     * @param onReady called with the bits that are ready, from {@link #poll} and {@link #await}, as long as the interest stays set
     * @return the registration, through which the interest is changed
     * @throws ClosedChannelException if it is closed
     * @throws IllegalStateException if it cannot be watched as it is; the message says why
     * @throws IllegalArgumentException if it is never ready for that
     * @throws UnsupportedOperationException if this backend watches nothing of the kind; the message says what it does watch
     */
    Registration watch(Watched what, int interest, IntConsumer onReady) throws ClosedChannelException;

    /** Calls the handlers of what is ready, without waiting. */
    void poll();

    /**
     * Says whether {@link #poll} may find something. While it cannot, and nothing else is to be done, a task that only computes keeps the
     * loop.
     *
     * @return false only while nothing is watched
     */
    default boolean isWatching() {
        return true;
    }

    /**
     * Waits until something is ready, {@link #wakeUp} is called, or the time is over, and calls the handlers of what is ready. May return
     * too early: the loop comes back.
     *
     * @param nanos how long, more than 0; {@code Long.MAX_VALUE} for as long as it takes
     */
    void await(long nanos);

    /** Ends the current {@link #await}, or the next if there is none. Any thread. */
    void wakeUp();

    /**
     * The thread that runs the loop lets go of it: whoever runs or closes the loop next may be another one. Where the system ties what is
     * under way to a thread, that ends here. Does nothing by default.
     */
    default void leaveThread() {}

    /** Releases what the backend holds of the system. Called once, after the last of the other calls. */
    void close();
}
