// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.watch.Stall.Of;
import dev.weft.internal.watch.Stall.Phase;
import org.jspecify.annotations.Nullable;

/** A stretch of time in which a loop may stall: a step, or the short steps of a turn. One thread. */
final class Stretch {
    /** By how much longer it has to last for each further report. */
    private static final int GROWTH = 10;

    /** The reports there are: from a tenth of a second to twelve days. */
    private static final int MOST_REPORTS = 8;

    private final Of of;
    private final long threshold;
    private final long start;
    private long counted;
    private long unseen;
    private int reports;

    Stretch(Of of, long threshold, long start) {
        this.of = of;
        this.threshold = threshold;
        this.start = start;
    }

    /** Notes the time between two looks: what of it counts, and for how much of it nobody looked. */
    void add(long countedNanos, long unseenNanos) {
        counted += countedNanos;
        unseen += unseenNanos;
    }

    /** How much of it counts. */
    long counted() {
        return counted;
    }

    /** Whether it has been reported. */
    boolean isReported() {
        return reports > 0;
    }

    /**
     * Returns what is to be said at a look; null for nothing. Where the machine may be at fault, that takes ten times as long, and is not said
     * of a turn at all.
     */
    @Nullable
    Stall due(long now) {
        long limit = limit();
        long seen = now - start - unseen;
        boolean isDue = counted >= limit || (of == Of.STEP && seen >= longer(limit));
        if (!isDue || reports == MOST_REPORTS) {
            return null;
        }
        Phase phase = reports == 0 ? Phase.BEGINS : Phase.GOES_ON;
        Stall stall = new Stall(of, phase, reports, now - start, counted, counted < limit);
        while (limit() <= Math.max(counted, seen / GROWTH) && reports < MOST_REPORTS) {
            reports++;
        }
        return stall;
    }

    private long limit() {
        long limit = threshold;
        for (int i = 0; i < reports; i++) {
            limit = longer(limit);
        }
        return limit;
    }

    private static long longer(long nanos) {
        return nanos > Long.MAX_VALUE / GROWTH ? Long.MAX_VALUE : nanos * GROWTH;
    }

    /** Returns what is to be said when it is over; null for nothing, since nobody has been told that it began. */
    @Nullable
    Stall ended(long end) {
        return reports == 0 ? null : new Stall(of, Phase.ENDS, reports, end - start, counted, false);
    }
}
