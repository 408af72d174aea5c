// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;
import java.io.IOException;

/** The body of a response that is closed with it, also where nobody has asked for a piece. Loop thread only. */
final class ResponsePieces implements AsyncGenerator<byte[]> {
    private final ClientResponse response;
    private final AsyncGenerator<byte[]> pieces;

    ResponsePieces(ClientResponse response, int max) throws IOException {
        this.response = response;
        this.pieces = response.body().pieces(max);
    }

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
        response.close();
        pieces.close(); // which has no finally block to wait for
    }

    @Override
    @Async
    public Task<Void> closing() {
        response.close();
        await(pieces.closing());
        return Task.done();
    }
}
