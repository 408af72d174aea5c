// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.tls.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The requests that come over a connection, one after the other. Loop thread only. */
final class Requests {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\n";

    private final Connection connection;
    private final HttpOptions.Values options;
    private final Limits limits;
    private final String scheme;
    private final Departure departure;
    private final Input input;
    private final HeadGuard guard = HeadGuard.ofRequests();
    private final RequestDecoder decoder;

    /** Whether nothing has come yet, over a plain connection. */
    private boolean mayBeHttp2;

    private boolean isHttp2;

    Requests(Connection connection, HttpOptions.Values options, Limits limits, Departure departure) {
        this.connection = connection;
        this.options = options;
        this.limits = limits;
        this.scheme = connection.about(TlsSession.class).isPresent() ? "https" : "http";
        this.departure = departure;
        this.input = new Input(connection);
        this.decoder = new RequestDecoder(options.maxLine, options.maxHeader, 64 * 1024);
        this.mayBeHttp2 = options.http2 && connection.about(TlsSession.class).isEmpty();
    }

    /** Whether the client has begun with the preface of HTTP/2, so that there is no request for this. */
    boolean isHttp2() {
        return isHttp2;
    }

    /** All that the client of HTTP/2 has sent. */
    byte[] sentOfHttp2() {
        ByteBuf sent = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(PREFACE.getBytes(US_ASCII)), input.bytes());
        return ByteBufUtil.getBytes(sent);
    }

    /** The preface looks like the head of a request, and is known by its version (RFC 9113, 3.4). */
    private boolean isPreface(io.netty.handler.codec.http.HttpRequest head) {
        boolean isFirst = mayBeHttp2;
        mayBeHttp2 = false;
        return isFirst
                && head.protocolVersion().majorVersion() == 2
                && head.method().name().equals("PRI")
                && head.uri().equals("*")
                && head.headers().isEmpty();
    }

    /** What the client has sent behind its last request. */
    byte[] left() {
        return input.takeAll();
    }

    /** Whether nothing of the next request is here. */
    boolean isEmpty() {
        return input.isEmpty();
    }

    /** Whether nothing will come any more. */
    boolean isOver() {
        return input.isOver();
    }

    /** Suspends until the head of a request has come. Empty at the end. */
    @Async
    Task<Optional<HttpRequest>> next() throws IOException {
        guard.reset();
        int seen = 0;
        for (boolean hasCome = false; ; hasCome = true) {
            int looked = guard.look(input.bytes(), input.bytes().readerIndex() + seen);
            var head = (io.netty.handler.codec.http.HttpRequest) decoder.next(input.bytes());
            if (head != null) {
                isHttp2 = isPreface(head);
                return Task.of(isHttp2 ? Optional.empty() : Optional.of(request(head)));
            }
            seen = looked - input.bytes().readerIndex(); // the decoder has taken whole lines
            if (hasCome) { // most heads come whole, and have no time of their own
                limits.headComes();
            }
            if (!await(input.more())) {
                return Task.of(Optional.empty());
            }
        }
    }

    private HttpRequest request(io.netty.handler.codec.http.HttpRequest head) throws BadMessageException {
        boolean isHttp11 = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!isHttp11 && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw new BadMessageException(505, "version " + head.protocolVersion());
        }
        HttpHeaders headers = Fields.of(head.headers());
        List<String> hosts = headers.all("host");
        if (hosts.size() > 1 || (isHttp11 && hosts.isEmpty())) {
            throw new BadMessageException(400, hosts.size() + " fields Host");
        }
        for (String host : hosts) {
            HttpTarget.requireAuthority(host);
        }
        String method = head.method().name();
        HttpTarget target = HttpTarget.parse(method, head.uri());
        Exchange exchange =
                new ServerExchange(input, limits, departure, isHttp11 && HttpUtil.is100ContinueExpected(head));
        return new HttpRequest(
                method,
                target,
                isHttp11,
                HttpUtil.isKeepAlive(head),
                headers,
                body(head, headers, exchange),
                Objects.requireNonNull(connection.peerAddress()),
                scheme,
                Map.of());
    }

    private HttpBody body(io.netty.handler.codec.http.HttpRequest head, HttpHeaders headers, Exchange exchange)
            throws BadMessageException {
        List<String> codings = headers.all("transfer-encoding");
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new BadMessageException(501, "transfer encoding " + codings);
            }
            return new ChunkedBody(exchange, decoder, options.maxBody);
        }
        long length = HttpUtil.getContentLength(head, 0L);
        if (length > options.maxBody) {
            throw new BadMessageException(
                    413, "a body of " + length + " bytes, where " + options.maxBody + " are allowed");
        }
        return length == 0 ? EmptyBody.INSTANCE : new FixedBody(exchange, length);
    }
}
