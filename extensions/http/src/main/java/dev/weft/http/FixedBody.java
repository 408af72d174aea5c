// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One of a message that says how long it is. */
final class FixedBody extends HttpBody {
    private final Exchange exchange;
    private final long length;
    private long left;

    FixedBody(Exchange exchange, long length) {
        this.exchange = exchange;
        this.length = length;
        this.left = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    @Async
    public Task<byte[]> read(int max) throws IOException {
        int most = (int) Math.min(left, requirePositive(max));
        if (most == 0) {
            return Task.of(EmptyBody.NONE);
        }
        await(exchange.continues());
        byte[] read = await(exchange.input.take(most));
        if (read.length == 0) {
            throw new EOFException("the " + exchange.sender + " has gone after " + (length - left) + " of " + length
                    + " bytes of its body");
        }
        left -= read.length;
        exchange.progresses(isOver());
        return Task.of(read);
    }

    @Override
    long left() {
        return exchange.isExpected()
                ? Long.MAX_VALUE
                : left; // whoever waits to be told may send its next request in its place
    }

    @Override
    byte @Nullable [] takeHeld() {
        if (left == 0 || exchange.isExpected() || left > exchange.input.bytes().readableBytes()) {
            return super.takeHeld();
        }
        byte[] rest = exchange.input.takeHeld((int) left);
        left = 0;
        exchange.progresses(true);
        return rest;
    }

    @Override
    boolean skipHeld(int most) {
        if (left <= Math.min(most, exchange.input.bytes().readableBytes())) {
            exchange.input.bytes().skipBytes((int) left);
            left = 0;
        }
        return isOver();
    }
}
