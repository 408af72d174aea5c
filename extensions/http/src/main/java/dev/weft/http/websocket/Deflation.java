// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages (RFC 7692, 7.2.1). Between messages it holds nothing, unless they refer to earlier ones. To be closed. Loop thread only.
 */
final class Deflation implements AutoCloseable {
    /** An empty block: what is left of a message of which the tail is left out, if that is all of it. */
    private static final byte[] EMPTY = {0};

    private static final int TAIL = 4;

    /** One takes a quarter of a megabyte that has to be cleared: it is kept for the next message, on each thread that has had one. */
    private static final ThreadLocal<Deflater> SPARE = new ThreadLocal<>();

    private final boolean keepsContext;
    private @Nullable Deflater deflater;

    Deflation(boolean keepsContext) {
        this.keepsContext = keepsContext;
    }

    /** Compresses the next piece of a message. */
    byte[] of(byte[] piece, boolean endsMessage) {
        Deflater under = deflater == null ? taken() : deflater;
        deflater = under;
        under.setInput(piece);
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, piece.length / 2));
        byte[] room = new byte[Math.min(16 * 1024, Math.max(128, piece.length))];
        int count = room.length;
        while (count == room.length) {
            count = under.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
            out.write(room, 0, count);
        }
        if (!endsMessage) {
            return out.toByteArray();
        }
        if (!keepsContext) {
            close();
        }
        return out.size() <= TAIL ? EMPTY : Arrays.copyOf(out.toByteArray(), out.size() - TAIL);
    }

    private static Deflater taken() {
        Deflater spare = SPARE.get();
        SPARE.remove();
        return spare == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : spare;
    }

    @Override
    public void close() {
        Deflater under = deflater;
        deflater = null;
        if (under == null) {
            return;
        }
        if (keepsContext || SPARE.get() != null) {
            under.end();
        } else {
            under.reset();
            SPARE.set(under);
        }
    }
}
