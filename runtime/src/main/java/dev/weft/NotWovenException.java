// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;

/** Thrown by an {@code await} that runs in a method that was not woven, and so cannot suspend. */
public final class NotWovenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message where, what, and how to switch weaving on
     */
    public NotWovenException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
