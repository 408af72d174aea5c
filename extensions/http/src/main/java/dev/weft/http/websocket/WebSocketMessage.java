// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/** A message as it was sent. Immutable, as long as nobody changes the bytes. */
public sealed interface WebSocketMessage {
    /**
     * A text.
     *
     * @param text what was sent; not null
     */
    record Text(String text) implements WebSocketMessage {}

    /**
     * Bytes.
     *
     * @param bytes what was sent; not null, and the receiver's
     */
    record Binary(byte[] bytes) implements WebSocketMessage {
        /** How long it is, for messages. */
        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }
}
