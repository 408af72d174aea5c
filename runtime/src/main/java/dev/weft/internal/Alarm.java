// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The next deadline of a loop as a timer of somebody else. In a turn, or between two. */
interface Alarm {
    /** Has it go off in so many nanoseconds, or before; {@code Long.MAX_VALUE} for never, though it may go off for nothing. */
    void set(long nanos);

    /** The loop has no deadlines any more. */
    void cancel();
}
