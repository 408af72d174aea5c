// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.lang.management.ManagementFactory;

/** The size of what is alive. */
final class Heap {
    private Heap() {}

    /** Bytes in use after a full collection. Twice: what a first one enqueues, as cleaners do, a second one frees. */
    static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
