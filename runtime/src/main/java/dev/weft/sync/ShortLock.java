// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for some ten instructions that call no foreign code: one compare-and-set to take it, and a plain store to release it. A superclass
 * of what it guards, for an object more would cost a cache line. Not reentrant.
 *
 * <p>Whoever finds it taken looks again a few times, and then lets other threads run: whoever holds it may have lost its processor.
 */
abstract class ShortLock {
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(ShortLock.class, "held", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int LOOKS = 64;

    /** How often it is tried to look at what another thread works on: some hundreds of microseconds. */
    private static final int MOST_LOOKS = 10_000;

    @SuppressWarnings("UnusedVariable") // by the handle
    private volatile int held;

    final void lock() {
        if (!HELD.compareAndSet(this, 0, 1)) {
            lockContended();
        }
    }

    /**
     * Takes the lock to look at what it guards, for a dump: a while is enough for whoever holds it, unless a debugger has suspended that.
     *
     * @return false if it was not to be had, and what is seen may be of several moments
     */
    final boolean lockToLook() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            if ((int) HELD.getOpaque(this) == 0 && HELD.compareAndSet(this, 0, 1)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private void lockContended() {
        for (int looks = 0; ; looks++) {
            if ((int) HELD.getOpaque(this) == 0 && HELD.compareAndSet(this, 0, 1)) {
                return;
            }
            if (looks < LOOKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, 1);
            }
        }
    }

    /** Where the stack ends in the middle, a store that calls nothing does it: whoever comes next would look for ever. */
    final void unlock() {
        try {
            HELD.setRelease(this, 0);
        } catch (StackOverflowError deep) {
            held = 0;
        }
    }
}
