// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The clock of an event loop, real or virtual: the seam for time. Real time runs by itself, and so does nothing in most of this. */
interface Clock {
    /** Nothing holds the time. */
    long FREE = -1;

    /** Returns monotonic nanoseconds since an arbitrary origin. */
    long nanoTime();

    /** Whether time passes only by {@link #jump}. */
    default boolean isVirtual() {
        return false;
    }

    /** Lets time pass at once, where it is virtual; false if it has to be waited for. */
    default boolean jump(long nanos) {
        return false;
    }

    /** No timer is set, and nothing is ready. Returns whether that is the end, where other threads have no part in the time. */
    default boolean standsStill() {
        return false;
    }

    /**
     * Says for how many nanoseconds of real time to wait for what holds the time: 0 if something may be ready now, {@link #FREE} if nothing
     * holds it.
     */
    default long heldFor(Inbox inbox) {
        return FREE;
    }

    // ------------------------------------------------------------------ what becomes of the run

    /** The loop begins to turn on this thread. */
    default void starts() {}

    /** The loop makes a turn. Throws what the run is to fail with, also for what other threads have done. */
    default void turns() {}

    /** Throws what the run is to fail with. */
    default void throwFailure() {}

    /** Whether an interrupt of the thread was for the run to fail. */
    default boolean hasInterrupted() {
        return false;
    }

    /** The loop turns no longer. */
    default void ends() {}
}
