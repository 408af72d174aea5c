// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Ends a connection whose client may still send, and be about to read its last answer: a close with bytes unread is a reset. However much it
 * sends is taken, as simple clients read nothing before they have sent all.
 */
final class Lingering {
    /** How long nothing may come. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration LIMIT = Duration.ofSeconds(30);
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
            byte[] next = {0};
            while (next != null && next.length > 0) {
                next = await(moveOnAfter(SILENCE, limit -> read()));
            }
        } catch (IOException gone) {
            return Task.done();
        }
        return Task.done();
    }

    @Async
    private Task<byte[]> read() throws IOException {
        return Task.of(await(stream.read(READ)));
    }
}
