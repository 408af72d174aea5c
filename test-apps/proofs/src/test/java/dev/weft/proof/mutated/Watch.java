// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Ends the JVM when one mutant takes far too long. It counts the time that the worker computes, so that a machine which is
 * busy with something else is no failure.
 */
final class Watch implements Runnable {
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final long INTERVAL_MILLIS = 500;

    private final Thread worker;
    private final LongSupplier seed;

    Watch(Thread worker, LongSupplier seed) {
        this.worker = worker;
        this.seed = seed;
    }

    @Override
    public void run() {
        var threads = ManagementFactory.getThreadMXBean();
        long watched = -1;
        long begin = 0;
        try {
            while (true) {
                long now = threads.getThreadCpuTime(worker.getId());
                if (seed.getAsLong() != watched) {
                    watched = seed.getAsLong();
                    begin = now;
                } else if (now - begin > LIMIT_NANOS) {
                    System.out.printf("failed\t%d\thangs in %s%n", watched, Arrays.toString(worker.getStackTrace()));
                    Runtime.getRuntime().halt(1);
                }
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException nobodyDoesThis) {
            throw new IllegalStateException(nobodyDoesThis);
        }
    }
}
