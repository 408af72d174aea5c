// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/** An object of a pool, and since when it is what it is; times in nanoseconds on the clock of the pool. */
final class Pooled<T> {
    final T value;

    /** When it was made. */
    final long made;

    /** When it was used last, or made. */
    long used;

    /** When it was last known to be in order: made, given back or checked. */
    long seen;

    Pooled(T value, long now) {
        this.value = value;
        this.made = now;
        this.used = now;
        this.seen = now;
    }
}
