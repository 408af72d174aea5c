// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;

/** One that lasts up to the end of its connection, as that of an old server does. */
final class UntilEndBody extends HttpBody {
    private final Exchange exchange;
    private boolean isOver;

    UntilEndBody(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    @Async
    public Task<byte[]> read(int max) throws IOException {
        requirePositive(max);
        if (isOver) {
            return Task.of(EmptyBody.NONE);
        }
        byte[] read = await(exchange.input.take(max));
        isOver = read.length == 0;
        exchange.progresses(isOver);
        return Task.of(read);
    }

    @Override
    long left() {
        return isOver ? 0 : 1;
    }
}
