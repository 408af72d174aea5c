// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What has come over a connection of a client, for one request after the other. Loop thread only. */
final class ClientInput extends Input {
    private @Nullable Progress progress;
    private boolean hasReceived;

    ClientInput(ByteStream stream) {
        super(stream);
    }

    /** The request whose response is to come. */
    void begins(Progress next) {
        progress = next;
        hasReceived = false;
    }

    /** No request is under way, and what one was made of is not to be held. */
    void ends() {
        progress = null;
    }

    /** Whether something has come since the request was begun. */
    boolean hasReceived() {
        return hasReceived;
    }

    @Override
    @Async
    Task<byte[]> receive(int max) throws IOException {
        Progress now = Objects.requireNonNull(progress);
        ResponseRead read = new ResponseRead(stream.read(max), now);
        Duration limit = now.bodyLimit();
        byte[] come = limit == null || read.isReady() ? await(read) : await(limited(read, limit, now));
        hasReceived |= come.length > 0;
        return Task.of(come);
    }

    @Async
    private static Task<byte[]> limited(ResponseRead read, Duration limit, Progress progress) throws IOException {
        try {
            return Task.of(await(waitFor(read, limit)));
        } catch (TimeoutException late) {
            throw progress.late(progress.phase(), late);
        }
    }
}
