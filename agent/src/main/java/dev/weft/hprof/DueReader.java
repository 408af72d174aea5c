// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import org.jspecify.annotations.Nullable;

/** Reads when waits end by themselves: those that are timers, those for permits that come with time, and selects among such. */
final class DueReader {
    private DueReader() {}

    /** In how many nanoseconds a wait ends by itself; null if it does not, or there is no loop by whose clock to tell. */
    static @Nullable Long due(HeapObject awaited, @Nullable HeapLoop loop) throws UnreadableDumpException {
        if (loop == null || loop.now() == 0) {
            return null;
        }
        Long end = end(awaited);
        return end == null ? null : Long.valueOf(end - loop.now());
    }

    /** When it ends on the clock of its loop. */
    private static @Nullable Long end(HeapObject awaited) throws UnreadableDumpException {
        if (Clauses.has(awaited)) {
            return endOfFirst(awaited);
        }
        if (awaited.isA(RuntimeField.PERMITS_BUCKET.type())) {
            return endOfPermits(awaited);
        }
        return awaited.isA(RuntimeField.TIMER_DEADLINE.type()) && RuntimeField.TIMER_PLACE.number(awaited) >= 0
                ? RuntimeField.TIMER_DEADLINE.number(awaited)
                : null;
    }

    /** A select ends when the first of its clauses does. */
    private static @Nullable Long endOfFirst(HeapObject select) throws UnreadableDumpException {
        Long first = null;
        for (HeapObject part : Clauses.of(select)) {
            Long end = end(part);
            if (end != null && (first == null || end < first)) {
                first = end;
            }
        }
        return first;
    }

    /** When there are enough permits for a wait in the line and all that stand before it; null if that is beyond all time. */
    private static @Nullable Long endOfPermits(HeapObject wait) throws UnreadableDumpException {
        HeapObject bucket = RuntimeField.PERMITS_BUCKET.object(wait);
        if (bucket == null || RuntimeField.PERMITS_LINE.object(wait) == null) {
            return null;
        }
        long wanted = 0;
        for (HeapObject each = wait; each != null; each = RuntimeField.PERMITS_BEFORE.object(each)) {
            wanted += RuntimeField.PERMITS_WEIGHT.number(each);
        }
        long perNano = RuntimeField.BUCKET_PER_NANO.number(bucket);
        try {
            long parts = Math.multiplyExact(wanted, RuntimeField.BUCKET_PERMIT.number(bucket));
            long missing = Math.max(0, parts - RuntimeField.BUCKET_PARTS.number(bucket));
            long nanos = missing / perNano + (missing % perNano == 0 ? 0 : 1);
            return Math.addExact(RuntimeField.BUCKET_SINCE.number(bucket), nanos);
        } catch (ArithmeticException tooFar) {
            return null;
        }
    }
}
