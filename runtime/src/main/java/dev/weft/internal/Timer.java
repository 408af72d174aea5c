// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.WaitDescription;
import dev.weft.spi.SingleUse;

/**
 * An awaitable that is at the same time an entry in the timers of its loop. One object in place of two, for a million tasks may sleep
 * (decision 13). Loop thread only.
 *
 * @param <T> what awaiting it gives
 */
public abstract class Timer<T> extends SingleUse<T> {
    /** When it fires, on the clock of the loop; only while it is set. */
    long deadline;

    /** The number of the timer, which orders equal deadlines. Wraps around. */
    int sequence;

    /** The place of the timer in the heap; negative when it is not set (decision 13). */
    int index = -1;

    /** For subclasses. */
    protected Timer() {}

    /**
     * Says whether the timer is to fire.
     *
     * @return true from when it was set until it fires or is cancelled
     */
    protected final boolean isSet() {
        return index >= 0;
    }

    /**
     * Returns when the timer fires, for dumps.
     *
     * @return the deadline on the loop's clock, or {@link WaitDescription#NO_DEADLINE}
     */
    protected final long deadlineNanos() {
        return isSet() ? deadline : WaitDescription.NO_DEADLINE;
    }

    /**
     * Says that a timer was to be cancelled on another thread than its loop's.
     *
     * @param operation what the timer is for
     * @return the exception to throw
     */
    protected static IllegalStateException elsewhere(String operation) {
        return new IllegalStateException(
                operation + " belongs to the thread that runs its event loop, but was withdrawn on thread \""
                        + Thread.currentThread().getName() + "\". From there, hand it to EventLoop.post(...).");
    }

    /** Does what the timer is for. Called on the loop's thread, after the timer has left the heap. What it throws is reported. */
    protected abstract void fire();
}
