// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.net.Connection;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/** A connection of a client, and the responses that come over it, one after the other. Loop thread only. */
final class ClientConnection {
    private static final int CHUNK = 64 * 1024;
    private static final Waiter NOBODY = () -> {};

    final Connection stream;
    final ClientInput input;
    private final HeadGuard guard = HeadGuard.ofResponses();
    private final ResponseDecoder decoder;

    /** How much of the head was looked at that the decoder has not taken. */
    private int seen;

    /** Whether the server is asked for another protocol. */
    private boolean maySwitch;

    /** Whether it has carried a request before. */
    private boolean isUsed;

    /** Since when no request uses it, in nanoseconds of the loop. */
    long idleSince;

    ClientConnection(Connection stream, int maxHeader) {
        this.stream = stream;
        this.input = new ClientInput(stream);
        this.decoder = new ResponseDecoder(maxHeader, CHUNK);
    }

    /** Begins a request; returns whether it is not the first. */
    boolean begins(ClientRequest request, Progress progress) {
        boolean wasUsed = isUsed;
        isUsed = true;
        input.begins(progress);
        decoder.answers(request.method);
        maySwitch = request.protocol != null;
        guard.reset();
        seen = 0;
        return wasUsed;
    }

    /** Whether nothing has come while nobody waited for anything: neither an end nor a response that nobody asked for. */
    boolean isQuiet() {
        try {
            Awaitable<byte[]> peek = stream.peek(1);
            if (peek.isReady()) {
                return false;
            }
            peek.withdraw(NOBODY);
            return stream.isOpen();
        } catch (IOException failed) {
            return false;
        }
    }

    /** Suspends until the head of a response has come. Cancel-safe. */
    @Async
    Task<ResponseHead> head() throws IOException {
        while (true) {
            int looked = guard.look(input.bytes(), input.bytes().readerIndex() + seen);
            var head = (io.netty.handler.codec.http.HttpResponse) decoder.next(input.bytes());
            seen = head != null ? 0 : looked - input.bytes().readerIndex(); // the decoder has taken whole lines
            if (head != null) {
                guard.reset();
                return Task.of(checked(head));
            }
            if (!await(input.more())) {
                throw new EOFException("the server has closed the connection "
                        + (input.hasReceived() ? "in the middle of the head of its response" : "before its response"));
            }
        }
    }

    private ResponseHead checked(io.netty.handler.codec.http.HttpResponse head) throws BadMessageException {
        boolean isHttp11 = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        int status = head.status().code();
        if (!isHttp11 && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw new BadMessageException(502, "version " + head.protocolVersion());
        }
        if (status < 100 || (status == 101 && !maySwitch)) {
            throw new BadMessageException(502, "status " + status + ", which nobody has asked for");
        }
        return new ResponseHead(status, Fields.of(head.headers()), HttpUtil.isKeepAlive(head));
    }

    /** The body that comes behind a head. */
    HttpBody body(ResponseHead head, String method, Exchange exchange) {
        if (ResponseDecoder.hasNoBody(head.status(), method.equals("HEAD"))) {
            return EmptyBody.INSTANCE;
        }
        if (head.headers().has("transfer-encoding")) {
            return new ChunkedBody(exchange, decoder, Long.MAX_VALUE);
        }
        List<String> lengths = head.headers().all("content-length");
        if (lengths.isEmpty()) {
            return new UntilEndBody(exchange);
        }
        long length = Long.parseLong(lengths.get(0)); // which the decoder has seen to
        return length == 0 ? EmptyBody.INSTANCE : new FixedBody(exchange, length);
    }

    /** What carries the bytes, with all that has come behind the head. */
    Connection switched() throws IOException {
        stream.unread(input.takeAll());
        return stream;
    }

    void close() {
        stream.close();
    }

    /** For messages. */
    @Override
    public String toString() {
        return stream.toString();
    }
}
