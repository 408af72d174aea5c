// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.util.Arrays;
import java.util.Objects;

/** A message as it was sent. Immutable, as long as nobody changes the bytes. */
public sealed interface WebSocketMessage {
    /**
     * A text.
     *
     * @param text what was sent; not null
     */
    record Text(String text) implements WebSocketMessage {}

    /** Bytes. */
    final class Binary implements WebSocketMessage {
        private final byte[] bytes;

        /**
         * Makes one, as a test may want to.
         *
         * @param bytes not to be changed any more; not null
         */
        public Binary(byte[] bytes) {
            this.bytes = Objects.requireNonNull(bytes, "bytes");
        }

        /**
         * Returns what was sent.
         *
         * @return the bytes, which are the receiver's
         */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /** How long it is, for messages. */
        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }
}
