// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** An entry of {@link Timers}: something that happens at a deadline. Loop thread only. */
abstract class Timer {
    long deadline;

    /** Orders equal deadlines. Wraps around. */
    int sequence;

    /** Where it is in the heap; negative when it is not set. */
    int index = -1;

    final boolean isSet() {
        return index >= 0;
    }

    /** Called on the loop's thread, after the timer has left the heap. Must not throw. */
    abstract void fire();
}
