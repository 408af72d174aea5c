// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.Heap;
import dev.weft.hprof.heap.HeapClass;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;

/**
 * What time it was on the clock of the loops when the dump was made. The dump has the time of day, and the runtime keeps one moment on both
 * clocks, from which the other follows as exactly as the time of day was kept.
 */
final class Clock {
    static final String CLASS = "dev.weft.internal.Loops";
    static final String DAY_MILLIS = "DAY_MILLIS";
    static final String CLOCK_NANOS = "CLOCK_NANOS";

    private static final String SIMULATED = "dev.weft.internal.Simulation";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long now;

    private Clock(long now) {
        this.now = now;
    }

    static Clock of(Heap heap) throws UnreadableDumpException {
        for (HeapClass loops : heap.classes(CLASS)) {
            long passed = heap.time().toEpochMilli() - loops.staticNumber(DAY_MILLIS);
            return new Clock(loops.staticNumber(CLOCK_NANOS) + passed * NANOS_PER_MILLI);
        }
        return new Clock(0);
    }

    /** The time on the clock of a loop, which is a virtual one on a simulated loop. */
    long nowOf(HeapObject loop) throws UnreadableDumpException {
        HeapObject clock = loop.object("clock");
        return clock != null && clock.isA(SIMULATED) ? RuntimeField.LOOP_VIRTUAL_NOW.number(loop) : now;
    }
}
