// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The seam for time: an event loop's clock. */
interface Clock {
    /** Monotonic nanoseconds since an arbitrary origin. */
    long nanoTime();

    /** Lets time pass at once, where it is virtual; false if it has to be waited for. */
    default boolean jump(long nanos) {
        return false;
    }
}
