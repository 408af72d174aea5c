// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.sync.Event;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.EOFException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the answer to one request of HTTP/2, as fast as the windows of the client and the connection allow. Loop thread only. */
final class Http2Answer {
    /** What is sent under one limit of time, and the most of a body that waits here for the client. */
    private static final int PIECE = 64 * 1024;

    private final Http2Codec codec;
    private final int stream;
    private final HttpRequest request;
    private final Limits limits;
    private final InstantSource clock;

    /** Set when the client has let a piece through, and when it has gone. */
    private final Event moves;

    private final Events events = new Events();

    private boolean isBroken;
    private int status;
    private long sent;

    Http2Answer(Http2Codec codec, int stream, HttpRequest request, Limits limits, InstantSource clock) {
        this.codec = codec;
        this.stream = stream;
        this.request = request;
        this.limits = limits;
        this.clock = clock;
        this.moves = Event.autoReset("window of stream " + stream);
    }

    boolean hasBegun() {
        return status != 0;
    }

    /** The stream is closed. */
    void breaks() {
        isBroken = true;
        moves.set();
    }

    Served served(@Nullable Throwable failure) {
        return new Served(request, status, sent, limits.taken(), failure);
    }

    /** Tells the client that it may send its body. */
    void continues() throws IOException {
        codec.headers(stream, new DefaultHttp2Headers(false, 1).status("100"), false);
        codec.flush();
    }

    /** Tells the client a status and nothing else. */
    void refuse(int refused) throws IOException {
        head(HttpResponse.of(refused), true);
        codec.flush();
    }

    /**
     * Suspends until all of it was given to the connection.
     *
     * @throws MakingException if what makes the body fails
     */
    @Async
    Task<Void> write(HttpResponse response) throws IOException {
        if (response.isUnlimited()) {
            limits.answersWithoutLimit();
        }
        limits.writes();
        Content content = response.content;
        boolean hasBody = !request.method().equals("HEAD") && !response.hasNoBody() && content.length() != 0;
        if (!hasBody) {
            await(writeHead(response));
        } else if (content instanceof Content.Bytes whole) {
            head(response, false);
            await(write(whole.bytes, true));
        } else {
            await(writePieces(response));
        }
        return Task.done();
    }

    @Async
    private Task<Void> writeHead(HttpResponse response) throws IOException {
        try {
            head(response, true);
            codec.flush();
        } finally {
            await(response.drop());
        }
        return Task.done();
    }

    /** A file is opened before the head goes out, in place of which another answer may. */
    @Async
    private Task<Void> writePieces(HttpResponse response) throws IOException {
        long length = response.content.length();
        try (AsyncGenerator<byte[]> closed = response.content.pieces(PIECE)) {
            limits.handles();
            Pieces pieces = new Pieces(closed, length);
            boolean goesOn = length < 0 || await(pieces.next());
            head(response, false);
            codec.flush();
            goesOn = length < 0 ? await(events.next(pieces, response)) : goesOn;
            while (goesOn) {
                byte[] piece = pieces.current();
                await(write(piece, sent + piece.length == length));
                limits.handles();
                goesOn = sent != length && await(events.next(pieces, response));
            }
            if (length < 0) {
                await(write(EmptyBody.NONE, true));
            }
        }
        return Task.done();
    }

    /** The server stops. */
    void drain() {
        events.end();
    }

    /** Writes a piece of the body, of any length. */
    @Async
    private Task<Void> write(byte[] body, boolean isLast) throws IOException {
        int from = 0;
        do {
            int count = Math.min(body.length - from, PIECE);
            limits.writes();
            await(codec.room());
            await(through(codec.data(stream, body, from, count, isLast && from + count == body.length)));
            from += count;
            sent += count;
        } while (from < body.length);
        return Task.done();
    }

    /** Suspends until the windows of the client have let a piece through. */
    @Async
    private Task<Void> through(ChannelFuture piece) throws IOException {
        if (!piece.isDone()) {
            piece.addListener(done -> moves.set());
        }
        while (!piece.isDone() && !isBroken) {
            await(moves.untilSet());
        }
        if (!piece.isDone()) {
            throw new EOFException("the client has broken the stream off");
        }
        Http2Codec.requireSent(piece);
        return Task.done();
    }

    private void head(HttpResponse response, boolean isLast) throws IOException {
        if (isBroken) {
            throw new EOFException("the client has broken the stream off");
        }
        status = response.status;
        Http2Headers head = new DefaultHttp2Headers(false, 8).status(Integer.toString(response.status));
        response.headers.forEach((name, value) -> head.add(name.toLowerCase(Locale.ROOT), value));
        if (response.content.length() >= 0 && !response.hasNoBody()) {
            head.add("content-length", Long.toString(response.content.length()));
        }
        head.add("date", HttpDate.ofMillis(clock.millis()));
        codec.headers(stream, head, isLast);
    }
}
