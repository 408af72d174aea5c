// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** One request of HTTP/2 and its answer, over a stream of a connection, in a task of its own. Loop thread only. */
final class Http2Exchange implements Http2Body.Exchange {
    private final HttpOptions.Values options;
    private final Http2Codec codec;
    private final Http2Stream stream;
    private final Http2Head head;
    private final Limits limits;
    private final HttpBody body;
    private final HttpRequest request;
    private final Handling handling;
    private final Http2Answer answer;

    /** Whether the client waits to be told that it may send its body. */
    private boolean isExpected;

    /** Whether the handler is done with, so that nothing is made of the end of the stream. */
    private boolean isAnswered;

    private boolean isGone;

    Http2Exchange(Http2Connection connection, Http2Stream stream, Http2Head head, boolean hasBody) {
        this.options = connection.options();
        this.codec = connection.codec();
        this.stream = stream;
        this.head = head;
        this.limits = new Limits(options, connection.loop());
        HttpHeaders headers = head.headers();
        this.body = hasBody ? body(headers) : EmptyBody.INSTANCE;
        this.isExpected =
                headers.first("expect").filter("100-continue"::equalsIgnoreCase).isPresent();
        this.request = head.request(headers, body, connection.peerAddress(), connection.scheme());
        this.handling = new Handling(connection.handler(), request);
        this.answer = new Http2Answer(codec, stream.id(), request, limits, options.clock);
    }

    private HttpBody body(HttpHeaders headers) { // of which the decoder has refused what is no number
        long length = headers.first("content-length").map(Long::valueOf).orElse(-1L);
        return new Http2Body(this, stream.id(), length, options.maxBody);
    }

    // ------------------------------------------------------------------ what comes over the stream

    /** Returns false if nobody will read it. */
    boolean dataComes(ByteBuf data, boolean isLast) {
        if (body instanceof Http2Body coming) {
            coming.comes(data, isLast);
            return true;
        }
        return false;
    }

    void trailersCome(HttpHeaders trailers) {
        if (body instanceof Http2Body coming) {
            coming.ends(trailers);
        }
    }

    /** The server stops. */
    void drain() {
        answer.drain();
    }

    /** The stream is closed, by either end or with the connection. */
    void closes() {
        isGone = true;
        if (body instanceof Http2Body coming) {
            coming.breaks();
        }
        answer.breaks();
        if (!isAnswered && !options.outlives) {
            limits.gone();
        }
    }

    @Override
    public void waits() throws IOException {
        limits.waitsForBody();
        if (isExpected && body instanceof Http2Body coming && coming.isUntouched() && !answer.hasBegun()) {
            isExpected = false;
            answer.continues();
        }
    }

    @Override
    public void reads(int count) throws IOException {
        limits.handles();
        codec.consumed(stream, count);
    }

    // ------------------------------------------------------------------ the task

    @Async
    Task<Void> serve() {
        try {
            limits.begins(null);
            if (!isGone || options.outlives) {
                await(limits.scope.run(limit -> exchange()));
            }
        } catch (TimeoutException late) {
            handling.ends(late);
        } catch (IOException gone) {
            handling.ends(gone);
            end(0, Http2Error.CANCEL);
        } finally {
            if (limits.scope.expired()) {
                tooLate();
            }
            end(0, Http2Error.CANCEL); // a cancelled one
            observe();
        }
        return Task.done();
    }

    @Async
    private Task<Void> exchange() throws IOException {
        try {
            HttpResponse response = await(handled());
            if (limits.scope.expired()) {
                await(response.drop());
            } else {
                await(answer.write(response));
                isAnswered = true;
                await(skip());
            }
        } catch (MakingException failed) {
            withdraw(failed.reason());
        }
        return Task.done();
    }

    @Async
    private Task<HttpResponse> handled() throws IOException {
        if (head.path().length() > options.maxLine) {
            return Task.of(HttpResponse.of(414));
        }
        if (body.length() > options.maxBody) {
            return Task.of(handling.refusal(new BodyTooLongException(body, options.maxBody)));
        }
        return Task.of(await(handling.answer(() -> isGone)));
    }

    /** Skips what the handler has not read, and has the client send no more if that is much. */
    @Async
    private Task<Void> skip() throws IOException {
        for (int left = options.maxSkipped; !body.isOver() && !isGone && left > 0; ) {
            left -= await(body.read(left)).length;
        }
        return Task.done();
    }

    /** What makes the body has failed. */
    private void withdraw(Throwable failed) throws IOException {
        int status = 0;
        if (answer.hasBegun()) {
            handling.breaksOff(failed, () -> isGone);
        } else {
            status = handling.instead(failed, () -> isGone).status();
        }
        end(status, Http2Error.INTERNAL_ERROR);
    }

    private void tooLate() {
        handling.ends(limits.why());
        switch (limits.phase()) {
            case WRITE, GONE -> end(0, Http2Error.CANCEL);
            default -> end(limits.status(), Http2Error.INTERNAL_ERROR);
        }
    }

    /** Ends what is left of the stream: with a status, if there is one and the client was not told another, or by breaking it off. */
    private void end(int status, Http2Error reason) {
        try {
            boolean isTold = isAnswered;
            if (!isGone && status != 0 && !answer.hasBegun()) {
                answer.refuse(status);
                isTold = true;
            }
            isAnswered = true;
            if (!isGone) { // an answer is whole, and the rest of the request is not wanted (RFC 9113, 8.1)
                codec.reset(stream.id(), isTold ? Http2Error.NO_ERROR : reason);
            }
        } catch (IOException gone) {
            isGone = true;
        }
    }

    private void observe() {
        Observing.tell(options.observer, answer.served(handling.failure()));
    }

    /** What is asked and over which stream, for dumps. */
    @Override
    public String toString() {
        String path = head.target().path();
        return head.method() + ' ' + (path.length() > 80 ? path.substring(0, 80) + "..." : path) + " #" + stream.id();
    }
}
