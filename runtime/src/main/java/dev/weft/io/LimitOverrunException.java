// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;

/**
 * More is to be read as one than a reader is willing to hold: {@link ByteStream#readUntil}, {@link ByteStream#readLine}, {@link
 * ByteStream#readAll}, {@link Framing#read}. The bytes stay with the stream.
 */
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1;

    LimitOverrunException(String message) {
        super(message);
    }
}
