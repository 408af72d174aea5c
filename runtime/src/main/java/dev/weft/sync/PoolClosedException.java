// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Objects;

/** Thrown to whoever borrows from a {@link Pool} that is closed, or waits for it when it is. */
public final class PoolClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message which pool
     */
    public PoolClosedException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
