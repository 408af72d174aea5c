// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Takes the compression off messages (RFC 7692, 7.2.2), a piece at a time, so that what inflates to much is handed on as slowly as it is wanted.
 * It holds nothing between messages, unless the peer refers to earlier ones. To be closed.
 */
final class Inflation implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final byte[] NONE = {};

    /** What the sender has left out behind each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final boolean keepsContext;
    private @Nullable Inflater inflater;

    /** What was fed last, and whether that is not used up. */
    private byte[] fed = NONE;

    private boolean isFed;
    private boolean isLast;

    Inflation(boolean keepsContext) {
        this.keepsContext = keepsContext;
    }

    /** Whether what was fed is not used up. */
    boolean isUnderWay() {
        return isFed;
    }

    void feed(byte[] compressed, boolean endsMessage) {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        isLast = endsMessage;
        feed(inflater, compressed);
    }

    private void feed(Inflater under, byte[] bytes) {
        under.setInput(bytes);
        fed = bytes;
        isFed = true;
    }

    /** Returns more; empty when what was fed is used up. */
    byte[] next() throws WebSocketException {
        Inflater under = inflater;
        if (under == null || !isFed) {
            return NONE;
        }
        byte[] room = new byte[Math.min(PIECE, Math.max(512, 4 * fed.length))];
        int count = 0;
        try {
            while (count == 0 && isFed) {
                count = under.inflate(room);
                if (count == 0) {
                    goOn(under);
                }
            }
        } catch (DataFormatException broken) {
            throw new WebSocketException(
                    CloseReason.NOT_UTF8, "a compressed message that is broken: " + broken.getMessage(), broken);
        }
        return count == room.length ? room : Arrays.copyOf(room, count);
    }

    /** There is nothing more in what was fed last: the tail follows, or another block, or the end. */
    private void goOn(Inflater under) throws WebSocketException {
        if (under.needsDictionary()) {
            throw new WebSocketException(CloseReason.NOT_UTF8, "a compressed message that needs a dictionary");
        }
        if (under.finished()) { // a block may say that it is the last one, and is not
            byte[] behind = Arrays.copyOfRange(fed, fed.length - under.getRemaining(), fed.length);
            under.reset();
            feed(under, behind);
        }
        if (under.needsInput()) {
            if (isLast && fed != TAIL) {
                feed(under, TAIL);
            } else {
                ends();
            }
        }
    }

    private void ends() {
        isFed = false;
        fed = NONE;
        if (isLast && !keepsContext) {
            close();
        }
    }

    @Override
    public void close() {
        isFed = false;
        fed = NONE;
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
