// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.tls.TlsSession;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The requests that come over a connection, one after the other. Loop thread only. */
final class Requests {
    private final Connection connection;
    private final HttpOptions.Values options;
    private final Limits limits;
    private final String scheme;
    private final Departure departure;
    private final Input input;
    private final HeadGuard guard = new HeadGuard();
    private final RequestDecoder decoder;

    Requests(Connection connection, HttpOptions.Values options, Limits limits, Departure departure) {
        this.connection = connection;
        this.options = options;
        this.limits = limits;
        this.scheme = connection.about(TlsSession.class).isPresent() ? "https" : "http";
        this.departure = departure;
        this.input = new Input(connection);
        this.decoder = new RequestDecoder(options.maxLine, options.maxHeader, 64 * 1024);
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
        while (true) {
            int looked = guard.look(input.bytes(), input.bytes().readerIndex() + seen);
            var head = (io.netty.handler.codec.http.HttpRequest) decoder.next(input.bytes());
            if (head != null) {
                return Task.of(Optional.of(request(head)));
            }
            seen = looked - input.bytes().readerIndex(); // the decoder has taken whole lines
            if (!await(input.more())) {
                return Task.of(Optional.empty());
            }
            limits.headComes();
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
