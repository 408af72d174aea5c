// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.EOFException;
import java.io.IOException;

/** One that comes in chunks, of which only the last one says that it is. */
final class ChunkedBody extends HttpBody {
    private final Exchange exchange;
    private final MessageDecoder decoder;
    private final long most;
    private long come;

    /** What is left of the chunk that was decoded. */
    private ByteBuf chunk = Unpooled.EMPTY_BUFFER;

    private boolean isOver;
    private HttpHeaders trailers = HttpHeaders.none();

    ChunkedBody(Exchange exchange, MessageDecoder decoder, long most) {
        this.exchange = exchange;
        this.decoder = decoder;
        this.most = most;
    }

    @Override
    public long length() {
        return isOver ? 0 : -1;
    }

    @Override
    @Async
    public Task<byte[]> read(int max) throws IOException {
        requirePositive(max);
        await(exchange.continues());
        while (!chunk.isReadable() && !isOver) {
            HttpObject next = decoder.next(exchange.input.bytes());
            if (next != null) {
                decoded((HttpContent) next);
            } else if (!await(exchange.input.more())) {
                throw new EOFException("the " + exchange.sender + " has gone in the middle of its body");
            }
        }
        exchange.progresses(isOver);
        byte[] read = new byte[Math.min(max, chunk.readableBytes())];
        chunk.readBytes(read);
        return Task.of(read);
    }

    private void decoded(HttpContent content) throws BodyTooLongException {
        chunk = content.content();
        come += chunk.readableBytes();
        if (come > most) {
            throw new BodyTooLongException(this, most);
        }
        if (content instanceof LastHttpContent last) {
            isOver = true;
            trailers = Fields.of(last.trailingHeaders());
        }
    }

    @Override
    long left() {
        if (exchange.isExpected() || come > most) {
            return Long.MAX_VALUE;
        }
        return isOver ? chunk.readableBytes() : 1;
    }

    @Override
    public HttpHeaders trailers() {
        return trailers;
    }

    @Override
    boolean skipHeld(int most) {
        if (chunk.readableBytes() + exchange.input.bytes().readableBytes() > most) {
            return isOver();
        }
        try {
            chunk = Unpooled.EMPTY_BUFFER;
            for (HttpObject next = null; !isOver && (next = decoder.next(exchange.input.bytes())) != null; ) {
                decoded((HttpContent) next);
                chunk = Unpooled.EMPTY_BUFFER;
            }
            return isOver;
        } catch (IOException bad) { // and so nothing comes after it
            return false;
        }
    }
}
