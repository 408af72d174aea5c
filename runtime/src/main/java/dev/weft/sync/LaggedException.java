// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.spi.Untold;

/** A subscriber of a {@link Broadcast} was so slow that elements are gone that it has not received. Its next receive gives the oldest that is kept. */
public final class LaggedException extends RuntimeException implements Untold {
    private static final long serialVersionUID = 1;

    /** Has the next receive tell. */
    private final transient Runnable takeBack;

    /** How many elements the receiver has missed. */
    private final long missed;

    LaggedException(String message, long missed, Runnable takeBack) {
        super(message);
        this.missed = missed;
        this.takeBack = takeBack;
    }

    /** For the runtime: the receive was cancelled, and the next one tells. */
    @Override
    public void untold() {
        takeBack.run();
    }

    /**
     * Returns how many elements were missed.
     *
     * @return the number, at least 1
     */
    public long missed() {
        return missed;
    }
}
