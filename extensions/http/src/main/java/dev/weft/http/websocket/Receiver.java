// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes parts of messages from the bytes of the peer, and tells what controls. Loop thread only. */
final class Receiver {
    /** Who is told what controls. */
    interface Controls {
        void pinged(byte[] payload);

        void ponged(byte[] payload);

        /** Nothing comes behind it. */
        void closed(CloseReason reason);
    }

    private final FrameParser parser;
    private final @Nullable Inflation inflation;
    private final Controls controls;
    private final Utf8 utf8 = new Utf8();

    /** Of the message that is inflated. */
    private boolean isText;

    private boolean endsMessage;

    private boolean isUsedUp = true;

    Receiver(boolean isMasked, @Nullable Inflation inflation, Controls controls) {
        this.parser = new FrameParser(isMasked, inflation != null);
        this.inflation = inflation;
        this.controls = controls;
    }

    void feed(byte[] bytes) {
        parser.feed(bytes);
    }

    /** Whether the middle of something is the last that has come. */
    boolean isInside() {
        return parser.isInside();
    }

    /** Returns the next part; null when a control was told, or more bytes are needed. */
    @Nullable
    Part next() throws WebSocketException {
        if (inflation != null && inflation.isUnderWay()) {
            return inflated(inflation);
        }
        Piece piece = parser.next();
        isUsedUp = piece == null;
        if (piece == null) {
            return null;
        }
        if (piece.isControl()) {
            tell(piece);
            return null;
        }
        boolean text = piece.opcode() == Frame.TEXT;
        if (inflation != null && piece.isCompressed()) {
            isText = text;
            endsMessage = piece.isLast();
            inflation.feed(piece.bytes(), endsMessage);
            return inflated(inflation);
        }
        return part(text, piece.bytes(), piece.isLast());
    }

    /** Whether the next part needs more bytes. */
    boolean isUsedUp() {
        return isUsedUp && (inflation == null || !inflation.isUnderWay());
    }

    private @Nullable Part inflated(Inflation under) throws WebSocketException {
        byte[] bytes = under.next();
        boolean isLast = endsMessage && !under.isUnderWay();
        return bytes.length > 0 || isLast ? part(isText, bytes, isLast) : null;
    }

    private Part part(boolean text, byte[] bytes, boolean isLast) throws WebSocketException {
        if (text && (!utf8.accepts(bytes) || (isLast && !utf8.isWhole()))) {
            throw new WebSocketException(CloseReason.NOT_UTF8, "a text that is not UTF-8");
        }
        return new Part(text, bytes, isLast);
    }

    private void tell(Piece control) throws WebSocketException {
        switch (control.opcode()) {
            case Frame.PING -> controls.pinged(control.bytes());
            case Frame.PONG -> controls.ponged(control.bytes());
            default -> controls.closed(reason(control.bytes()));
        }
    }

    private static CloseReason reason(byte[] payload) throws WebSocketException {
        if (payload.length == 0) {
            return new CloseReason(CloseReason.NO_CODE, "");
        }
        int code = payload.length == 1 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        if (!CloseReason.maySend(code)) {
            throw new WebSocketException(CloseReason.PROTOCOL, "a close with the code " + code);
        }
        byte[] text = Arrays.copyOfRange(payload, 2, payload.length);
        Utf8 look = new Utf8();
        if (!look.accepts(text) || !look.isWhole()) {
            throw new WebSocketException(CloseReason.NOT_UTF8, "a close whose reason is not UTF-8");
        }
        return new CloseReason(code, new String(text, UTF_8));
    }

    /** Nothing comes any more. */
    void end() {
        if (inflation != null) {
            inflation.close();
        }
    }
}
