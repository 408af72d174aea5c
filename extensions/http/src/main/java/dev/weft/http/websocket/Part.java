// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/** What a message was sent as, without frames and compression: all of it, or a piece. */
final class Part {
    /** Stands behind all that ever comes. */
    static final Part END = new Part(false, new byte[0], true);

    private final boolean isText;
    private final byte[] bytes;
    private final boolean isLast;

    Part(boolean isText, byte[] bytes, boolean isLast) {
        this.isText = isText;
        this.bytes = bytes;
        this.isLast = isLast;
    }

    /** Whether the message is a text; its bytes are UTF-8 then. */
    boolean isText() {
        return isText;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the message ends with it. */
    boolean isLast() {
        return isLast;
    }
}
