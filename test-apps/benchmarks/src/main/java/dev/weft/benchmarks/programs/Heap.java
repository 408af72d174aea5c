// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/** The size of what is alive. */
final class Heap {
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

    private static long collected() {
        System.gc();
        LockSupport.parkNanos(50_000_000);
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
