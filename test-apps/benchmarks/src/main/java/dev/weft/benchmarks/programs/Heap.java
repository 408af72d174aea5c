// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.locks.LockSupport;

/** The size of what is alive. */
final class Heap {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private Heap() {}

    /**
     * Bytes in use after full collections: as many as it takes until one frees no more, since what one finds dead, other threads of
     * the JVM still have to clean up.
     */
    static long used() {
        long used = collected();
        long before;
        do {
            before = used;
            used = collected();
        } while (used < before);
        return used;
    }

    /** What is in use right behind a collection, before another thread takes a piece of the heap for itself, which counts as a whole. */
    private static long collected() {
        System.gc();
        long used = MEMORY.getHeapMemoryUsage().getUsed();
        LockSupport.parkNanos(50_000_000); // who cleans up, does so now
        return used;
    }
}
