// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/**
 * What was taken out of the bytes of a peer: a frame that controls, whole, or a piece of a message, of any length.
 *
 * @param opcode {@link Frame#TEXT} or {@link Frame#BINARY} for all pieces of a message, or that of the control
 * @param bytes without the mask
 * @param isCompressed whether the message is
 * @param isLast whether the message ends with it
 */
record Piece(int opcode, byte[] bytes, boolean isCompressed, boolean isLast) {
    boolean isControl() {
        return Frame.isControl(opcode);
    }
}
