// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import java.io.IOException;
import java.time.Duration;

/** Ends a connection whose client may still send, and be about to read its last answer: a close with bytes unread is a reset. */
final class Lingering {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST = 1024 * 1024;
    private static final int READ = 16 * 1024;

    private final ByteStream stream;

    Lingering(ByteStream stream) {
        this.stream = stream;
    }

    @Async
    Task<Void> end() throws IOException {
        stream.shutdownOutput();
        await(moveOnAfter(LIMIT, limit -> skips()));
        return Task.done();
    }

    @Async
    private Task<Void> skips() {
        try {
            int skipped = 0;
            for (byte[] next = await(stream.read(READ)); next.length > 0 && skipped < MOST; ) {
                skipped += next.length;
                next = await(stream.read(READ));
            }
        } catch (IOException gone) {
            return Task.done();
        }
        return Task.done();
    }
}
