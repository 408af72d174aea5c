// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.faults;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link FaultLoader} puts in front of each allocation: counts them on one thread, and throws at one of them. */
public final class FaultPoint {
    private static @Nullable Thread thread;
    private static @Nullable Supplier<Error> fault;
    private static int passed;
    private static int failsAt;

    private FaultPoint() {}

    /** Begins to count on the calling thread; the allocation with the number fails. */
    static void arm(int number, Supplier<Error> error) {
        passed = 0;
        failsAt = number;
        fault = error;
        thread = Thread.currentThread();
    }

    /** Ends counting; returns how many allocations there were. */
    static int disarm() {
        thread = null;
        return passed;
    }

    /** An allocation follows. */
    public static void pass() {
        if (Thread.currentThread() == thread && ++passed == failsAt && fault != null) {
            throw fault.get();
        }
    }
}
