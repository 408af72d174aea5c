// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/** What was taken out of the bytes of a peer: a frame that controls, whole, or a piece of a message, of any length. */
final class Piece {
    private final int opcode;
    private final byte[] bytes;
    private final boolean isCompressed;
    private final boolean isLast;

    /** @param bytes without the mask */
    Piece(int opcode, byte[] bytes, boolean isCompressed, boolean isLast) {
        this.opcode = opcode;
        this.bytes = bytes;
        this.isCompressed = isCompressed;
        this.isLast = isLast;
    }

    /** {@link Frame#TEXT} or {@link Frame#BINARY} for all pieces of a message, or that of the control. */
    int opcode() {
        return opcode;
    }

    boolean isControl() {
        return Frame.isControl(opcode);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the message is compressed. */
    boolean isCompressed() {
        return isCompressed;
    }

    /** Whether the message ends with it. */
    boolean isLast() {
        return isLast;
    }
}
