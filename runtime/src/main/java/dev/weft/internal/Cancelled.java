// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** What a loop knows of a task that was cancelled and has not ended since. Not in the task, which would be larger for the few. */
final class Cancelled {
    /** The request that came first. */
    final CancelRequest first;

    /** When that was, on the clock of the loop. */
    final long since;

    /** The request that stands: it is to be delivered, or what is awaited has yet to end by it. If none does, the last one that did. */
    CancelRequest standing;

    /** How often it was reported that the task has not ended. */
    byte reports;

    Cancelled(CancelRequest first, long since) {
        this.first = first;
        this.standing = first;
        this.since = since;
    }
}
