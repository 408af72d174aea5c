// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;

/** Pieces that are made of others, which are closed with them, also where nobody has asked for a piece. Loop thread only. */
record SourcedPieces(AsyncGenerator<byte[]> pieces, AsyncGenerator<byte[]> source) implements AsyncGenerator<byte[]> {
    @Override
    public Awaitable<Boolean> next() {
        return pieces.next();
    }

    @Override
    public byte[] current() {
        return pieces.current();
    }

    @Override
    public void close() {
        pieces.close();
        source.close();
    }

    @Override
    @Async
    public Task<Void> closing() {
        await(pieces.closing());
        await(source.closing());
        return Task.done();
    }
}
