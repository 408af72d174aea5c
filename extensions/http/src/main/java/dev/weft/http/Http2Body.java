// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Event;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * That of a request of HTTP/2. What has come and was not read is held, at most as much as the window allows: the client may send more when the
 * handler has read that.
 */
final class Http2Body extends HttpBody {
    /** What a body does to its stream. */
    interface Exchange {
        /** The body is waited for: the client that expects a word before it sends is to have it. */
        void waits() throws IOException;

        /** So much was read. */
        void reads(int count) throws IOException;
    }

    private final Exchange exchange;
    private final long length;
    private final long most;
    private final Event comes;
    private byte[] held = EmptyBody.NONE;
    private int from;
    private int to;
    private long come;
    private boolean hasEnded;
    private boolean isBroken;
    private HttpHeaders trailers = HttpHeaders.none();

    Http2Body(Exchange exchange, int stream, long length, long most) {
        this.exchange = exchange;
        this.length = length;
        this.most = most;
        this.comes = Event.autoReset("body of stream " + stream);
    }

    @Override
    public long length() {
        return length;
    }

    /** More of it has come. */
    void comes(ByteBuf data, boolean isLast) {
        int count = data.readableBytes();
        come += count;
        room(count);
        data.readBytes(held, to, count);
        to += count;
        hasEnded |= isLast;
        comes.set();
    }

    /** Moves what is held to the begin of an array that has room for more of it. */
    private void room(int count) {
        int left = to - from;
        if (held.length - to < count) {
            byte[] before = held;
            if (left + count > held.length) {
                held = new byte[left == 0 ? count : Math.max(left + count, 2 * left)];
            }
            System.arraycopy(before, from, held, 0, left);
            from = 0;
            to = left;
        }
    }

    void ends(HttpHeaders behind) {
        trailers = behind;
        hasEnded = true;
        comes.set();
    }

    /** The stream is closed: what has not come does not come any more. */
    void breaks() {
        isBroken = true;
        comes.set();
    }

    @Override
    @Async
    public Task<byte[]> read(int max) throws IOException {
        requirePositive(max);
        while (from == to && !hasEnded) {
            if (isBroken) {
                throw new EOFException("the client has broken the stream off after " + come + " bytes of its body");
            }
            exchange.waits();
            await(comes.untilSet());
        }
        if (come > most) {
            throw new BodyTooLongException(this, most);
        }
        byte[] read = take(Math.min(max, to - from));
        exchange.reads(read.length);
        return Task.of(read);
    }

    private byte[] take(int count) {
        byte[] taken = from == 0 && count == held.length ? held : Arrays.copyOfRange(held, from, from + count);
        from += count;
        if (from == to) {
            held = EmptyBody.NONE;
            from = 0;
            to = 0;
        }
        return taken;
    }

    @Override
    long left() {
        return hasEnded ? to - from : Math.max(1, to - from);
    }

    /** Whether nothing was read, and nothing has come. */
    boolean isUntouched() {
        return come == 0 && !hasEnded;
    }

    @Override
    public HttpHeaders trailers() {
        return isOver() ? trailers : HttpHeaders.none();
    }
}
