// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames out of bytes that come cut anywhere (RFC 6455, 5.2), and refuses what is none. The payload of a message is handed on as it comes,
 * so that a long frame takes no memory.
 */
final class FrameParser {
    private static final byte[] NONE = {};

    private final boolean isMasked;
    private final boolean mayBeCompressed;

    private byte[] input = NONE;
    private int at;

    /** Of a frame, as far as it has come. */
    private final byte[] head = new byte[14];

    private int has;

    /** Of the frame whose payload comes. */
    private boolean hasHead;

    private int opcode;
    private boolean isLast;
    private long length;
    private long left;
    private int key;

    /** Of the message that has begun: its opcode, or 0 if none has. */
    private int message;

    private boolean isCompressed;

    /** Of the control that comes. */
    private byte[] control = NONE;

    /** @param isMasked whether the peer is a client */
    FrameParser(boolean isMasked, boolean mayBeCompressed) {
        this.isMasked = isMasked;
        this.mayBeCompressed = mayBeCompressed;
    }

    /** Takes more bytes, when {@link #next} has used up those before. */
    void feed(byte[] bytes) {
        input = bytes;
        at = 0;
    }

    /** Whether a message or a frame has begun that has not come to its end. */
    boolean isInside() {
        return message != 0 || has > 0 || hasHead;
    }

    /** Returns what comes next; null if more bytes are needed. */
    @Nullable
    Piece next() throws WebSocketException {
        while (hasHead || headComes()) {
            int count = (int) Math.min(left, input.length - at);
            byte[] bytes = Arrays.copyOfRange(input, at, at + count);
            if (isMasked) {
                Mask.apply(bytes, 0, count, key, length - left);
            }
            at += count;
            left -= count;
            boolean isWhole = left == 0;
            if (isWhole) {
                hasHead = false;
                has = 0;
            } else if (count == 0) {
                break;
            }
            Piece piece = Frame.isControl(opcode) ? control(bytes, isWhole) : data(bytes, isWhole);
            if (piece != null) {
                return piece;
            }
        }
        input = NONE;
        at = 0;
        return null;
    }

    private @Nullable Piece control(byte[] bytes, boolean isWhole) {
        byte[] all = bytes;
        if (control.length > 0) {
            all = Arrays.copyOf(control, control.length + bytes.length);
            System.arraycopy(bytes, 0, all, control.length, bytes.length);
        }
        control = isWhole ? NONE : all;
        return isWhole ? new Piece(opcode, all, false, true) : null;
    }

    /** An empty piece says nothing, unless it is the last one. */
    private @Nullable Piece data(byte[] bytes, boolean isWhole) {
        boolean ends = isLast && isWhole;
        Piece piece = bytes.length > 0 || ends ? new Piece(message, bytes, isCompressed, ends) : null;
        if (ends) {
            message = 0;
        }
        return piece;
    }

    // ------------------------------------------------------------------ the head

    private boolean headComes() throws WebSocketException {
        while (at < input.length) {
            head[has++] = input[at++];
            if (has == 2) {
                look(head[0] & 0xFF, head[1] & 0xFF);
            }
            if (has >= 2 && has == size()) {
                begin();
                return true;
            }
        }
        return false;
    }

    private int shortLength() {
        return head[1] & 0x7F;
    }

    private int lengthSize() {
        return shortLength() < 126 ? 0 : shortLength() == 126 ? 2 : 8;
    }

    private int size() {
        return 2 + lengthSize() + (isMasked ? 4 : 0);
    }

    /** What can be seen to be wrong by the first two bytes. */
    private void look(int first, int second) throws WebSocketException {
        int kind = first & 0x0F;
        boolean isControl = Frame.isControl(kind);
        require((first & 0x30) == 0, "a frame with a reserved bit");
        require(
                (first & Frame.COMPRESSED) == 0 || (mayBeCompressed && kind != Frame.CONTINUATION && !isControl),
                "a compressed frame where none is agreed on");
        require(kind <= Frame.BINARY || (isControl && kind <= Frame.PONG), "a frame of the unknown opcode " + kind);
        require(
                (second >= 0x80) == isMasked,
                isMasked ? "a frame of a client without a mask" : "a masked frame of a server");
        if (isControl) {
            require((first & Frame.FIN) != 0, "a control that is cut in fragments");
            require(shortLength() <= Frame.MOST_CONTROL, "a control of more than " + Frame.MOST_CONTROL + " bytes");
        } else {
            require(kind == Frame.CONTINUATION || message == 0, "a message inside of another one");
            require(kind != Frame.CONTINUATION || message != 0, "a continuation of no message");
        }
    }

    private void begin() throws WebSocketException {
        opcode = head[0] & 0x0F;
        isLast = (head[0] & Frame.FIN) != 0;
        length = shortLength();
        if (lengthSize() > 0) {
            length = number(2, lengthSize());
            require(length >= 0, "a frame of 2^63 bytes or more");
            require(length >= (lengthSize() == 2 ? 126 : 1 << 16), "a length that is written longer than it need be");
        }
        key = isMasked ? (int) number(2 + lengthSize(), 4) : 0;
        left = length;
        hasHead = true;
        if (opcode == Frame.TEXT || opcode == Frame.BINARY) {
            message = opcode;
            isCompressed = (head[0] & Frame.COMPRESSED) != 0;
        }
    }

    private long number(int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | (head[i] & 0xFF);
        }
        return number;
    }

    private static void require(boolean isRight, String wrong) throws WebSocketException {
        if (!isRight) {
            throw new WebSocketException(CloseReason.PROTOCOL, wrong);
        }
    }
}
