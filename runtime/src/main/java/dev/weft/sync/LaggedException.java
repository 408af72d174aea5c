// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/** A subscriber of a {@link Broadcast} was so slow that elements are gone that it has not received. Its next receive gives the oldest that is kept. */
public final class LaggedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How many elements the receiver has missed. */
    private final long missed;

    LaggedException(String message, long missed) {
        super(message);
        this.missed = missed;
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
