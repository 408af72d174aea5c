// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** A content as gzip. What a generator makes is sent as it comes, so that who waits for a part of it gets that. */
final class Compression {
    static final int PIECE = 64 * 1024;

    private final Content content;

    Compression(Content content) {
        this.content = content;
    }

    /** All of it, at once. */
    static byte[] of(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** Piece by piece; other tasks run between. Closing them closes what makes the content. */
    AsyncGenerator<byte[]> pieces() throws IOException {
        return content instanceof Content.Made made ? new Sourced<>(compressed(), made.made()) : compressed();
    }

    @Async
    private AsyncGenerator<byte[]> compressed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean isWhole = !(content instanceof Content.Made);
        try (AsyncGenerator<byte[]> plain = content.pieces(PIECE);
                GZIPOutputStream gzip = new GZIPOutputStream(out, !isWhole)) {
            while (await(plain.next())) {
                gzip.write(plain.current());
                if (!isWhole) {
                    gzip.flush();
                }
                emit(taken(out));
                await(yieldNow());
            }
            gzip.finish();
            emit(taken(out));
        }
        return AsyncGenerator.done();
    }

    private static byte[] taken(ByteArrayOutputStream out) {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
