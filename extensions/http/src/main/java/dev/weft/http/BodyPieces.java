// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is left of a body, piece by piece as it is asked for, or in one where it has come already. Loop thread only. */
final class BodyPieces implements AsyncGenerator<byte[]> {
    private final HttpBody body;
    private final AsyncGenerator<byte[]> pieces;

    /** Also where nobody has asked for a piece. */
    private final Runnable whenClosed;

    private boolean hasBegun;

    BodyPieces(HttpBody body, int max, Runnable whenClosed) throws IOException {
        this.body = body;
        this.pieces = read(body, HttpBody.requirePositive(max));
        this.whenClosed = whenClosed;
    }

    /** Takes all, if that has so many bytes, has come already, and nobody has asked for a piece; else null. */
    byte @Nullable [] takeHeld(int count) {
        if (hasBegun || body.left() != count) {
            return null;
        }
        byte[] all = body.takeHeld();
        if (all != null) {
            whenClosed.run();
        }
        return all;
    }

    @Async
    private static AsyncGenerator<byte[]> read(HttpBody body, int max) throws IOException {
        for (byte[] next = await(body.read(max)); next.length > 0; next = await(body.read(max))) {
            emit(next);
        }
        return AsyncGenerator.done();
    }

    @Override
    public Awaitable<Boolean> next() {
        hasBegun = true;
        return pieces.next();
    }

    @Override
    public byte[] current() {
        return pieces.current();
    }

    @Override
    public void close() {
        hasBegun = true;
        whenClosed.run();
        pieces.close(); // which has no finally block to wait for
    }

    @Override
    @Async
    public Task<Void> closing() {
        hasBegun = true;
        whenClosed.run();
        await(pieces.closing());
        return Task.done();
    }
}
