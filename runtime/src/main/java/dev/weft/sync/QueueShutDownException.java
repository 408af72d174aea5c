// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/** A queue is shut down: nothing can be put into it any more, or nothing is left to be got. */
public final class QueueShutDownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueueShutDownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
