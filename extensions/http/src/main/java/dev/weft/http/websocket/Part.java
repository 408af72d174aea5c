// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/**
 * What a message was sent as, without frames and compression: all of it, or a piece.
 *
 * @param isText whether the message is a text; its bytes are UTF-8 then
 * @param isLast whether the message ends with it
 */
record Part(boolean isText, byte[] bytes, boolean isLast) {
    /** Stands behind all that ever comes. */
    static final Part END = new Part(false, new byte[0], true);
}
