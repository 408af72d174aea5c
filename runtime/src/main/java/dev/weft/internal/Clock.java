// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The clock of an event loop, real or virtual: the seam for time. */
interface Clock {
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
}
