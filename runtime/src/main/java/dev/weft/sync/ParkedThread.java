// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Sneaky;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

/** A plain thread that waits for an operation that any thread may complete. */
final class ParkedThread implements Waiter {
    private final Thread thread = Thread.currentThread();

    private ParkedThread() {}

    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Blocks the calling thread until the operation has ended. An interrupt ends the wait too, unless it has ended before. */
    static <T> T block(Awaitable<T> operation) {
        if (!operation.isReady()) {
            new ParkedThread().park(operation);
        }
        try {
            return operation.result();
        } catch (Throwable failure) {
            throw Sneaky.rethrow(failure);
        }
    }

    private void park(Awaitable<?> operation) {
        operation.subscribe(this);
        boolean interrupted = false;
        while (!operation.isReady()) {
            LockSupport.park(operation);
            if (Thread.interrupted()) {
                interrupted = true;
                if (operation.withdraw(this)) {
                    thread.interrupt();
                    throw interrupted(operation);
                }
            }
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    private CancellationException interrupted(Awaitable<?> operation) {
        CancellationException thrown = new CancellationException("thread \"" + thread.getName()
                + "\" was interrupted while it was blocked on " + Fence.textOf(operation));
        thrown.initCause(new InterruptedException());
        return thrown;
    }
}
