// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.ToLongFunction;

/**
 * Knows how long a thread has had a processor. Loaded only where the module {@code java.management} is present, and when a turn is long: to
 * load what it needs takes some 50 ms, and starts neither Java Management's server nor a thread. An answer takes some microseconds.
 */
final class Processor implements ToLongFunction<Thread> {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private Processor() {}

    /** Makes one, or one that knows nothing. */
    static ToLongFunction<Thread> ofThisJvm() {
        return ModuleLayer.boot().findModule("java.management").isPresent()
                ? new Processor()
                : thread -> Reading.UNTOLD;
    }

    @Override
    public long applyAsLong(Thread thread) {
        try {
            long nanos = threads.getThreadCpuTime(thread.getId());
            return nanos < 0 ? Reading.UNTOLD : nanos;
        } catch (UnsupportedOperationException | IllegalArgumentException unknown) { // as of a virtual thread
            return Reading.UNTOLD;
        }
    }
}
