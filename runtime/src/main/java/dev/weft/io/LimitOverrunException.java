// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;

/**
 * A separator did not come within the bytes that a reader is willing to hold: {@link ByteStream#readUntil}. The bytes stay with the
 * stream.
 */
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1;

    LimitOverrunException(String message) {
        super(message);
    }
}
