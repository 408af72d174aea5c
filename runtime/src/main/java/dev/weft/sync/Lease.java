// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * An object that was borrowed from a {@link Pool}, for a {@code try} with resources. Loop thread only.
 *
 * <p>One that is forgotten, and collected without having been closed, is reported with the line that borrowed; its object is closed, and
 * its place in the pool is free again.
 *
 * @param <T> the type of the object
 */
public final class Lease<T> implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Loan<T> loan;
    private final Cleaner.Cleanable whenCollected;

    Lease(Loan<T> loan) {
        this.loan = loan;
        this.whenCollected = CLEANER.register(this, loan::collected);
    }

    /**
     * Returns the object. It is not to be used after the lease is over.
     *
     * @return the object
     * @throws IllegalStateException if the lease is over
     */
    public T get() {
        try {
            return loan.object();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Gives the object back, for the next one to borrow. Never suspends. Does nothing if the lease is over.
     *
     * @throws IllegalStateException on the thread of another loop than the pool's
     */
    @Override
    public void close() {
        end(true);
    }

    /**
     * Has the object closed in place of giving it back, for it is broken: a connection on which an answer is still to come, for one. Never
     * suspends. Does nothing if the lease is over; so call it before the end of the {@code try}.
     *
     * @throws IllegalStateException on the thread of another loop than the pool's
     */
    public void invalidate() {
        end(false);
    }

    private void end(boolean isUsable) {
        try {
            if (loan.end(isUsable)) {
                whenCollected.clean();
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "lease of " + loan;
    }
}
