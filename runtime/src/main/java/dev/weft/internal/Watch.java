// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/**
 * What a loop looks at after each turn so that nothing goes wrong in silence: failures that nobody sees, and tasks that do not end. Loop
 * thread only.
 */
final class Watch {
    final UnseenFailures failures;
    final UnendedTasks unended;

    Watch(LoopEngine loop, Cancellations cancellations) {
        this.failures = new UnseenFailures(loop);
        this.unended = new UnendedTasks(loop, cancellations);
    }

    /** Looks, which costs two reads of a field where all is well. */
    void turnEnded(int steps, int ready, Clock clock) {
        if (!failures.isEmpty()) {
            failures.turnEnded(steps, ready, clock);
        }
        if (unended.isWatching()) {
            unended.look(clock.nanoTime());
        }
    }

    /** Whether there will be something to report if nothing happens. */
    boolean isWaiting() {
        return unended.isWatching() || !failures.isEmpty();
    }

    /** Nanoseconds until there may be something to report; {@code Long.MAX_VALUE} if that is never by itself. */
    long untilDue(long now) {
        return Math.min(unended.untilDue(now), failures.untilDue(now));
    }
}
