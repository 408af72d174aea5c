// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/**
 * Nothing can be sent into a channel any more, because it is closed, or nothing more comes out of it. A sender has the failure with which
 * the channel was closed as the cause, if there was one; a receiver gets that failure itself.
 */
public final class ChannelClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChannelClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
