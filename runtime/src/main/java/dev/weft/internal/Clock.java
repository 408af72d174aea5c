// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The seam for time. */
interface Clock {
    /** Monotonic nanoseconds since an arbitrary origin. */
    long nanoTime();
}
