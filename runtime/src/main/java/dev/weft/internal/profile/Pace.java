// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import java.util.concurrent.ThreadLocalRandom;

/** When to look again: after a time that varies, lest it fits into what a program does again and again, and after rest enough from the last look. */
final class Pace {
    /** A look takes a twentieth of a processor at most. */
    private static final int REST = 20;

    private final long period;
    private long last;
    private long next;
    private long cost;

    /** Begins now; the period is in nanoseconds. */
    Pace(long period, long now) {
        this.period = period;
        this.last = now;
        this.next = now + varied(period);
    }

    private static long varied(long nanos) {
        return ThreadLocalRandom.current().nextLong(nanos / 2, nanos + nanos / 2);
    }

    boolean isDue(long now) {
        return now - next >= 0;
    }

    /** Returns how long it is since the last look, which the one that begins now stands for. */
    long begin(long now) {
        long since = now - last;
        last = now;
        return since;
    }

    /** Sets the time of the next look. Of the last two the cheaper counts: the other one may have had to wait for a processor. */
    void end(long now) {
        long costNow = now - last;
        next = now + Math.max(varied(period), REST * Math.min(costNow, cost));
        cost = costNow;
    }

    /** When the next look is due. */
    long next() {
        return next;
    }
}
