// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/**
 * Compresses the answers of another handler for clients that take {@code gzip}: texts, JSON, XML, scripts and SVG, of at least a kilobyte if
 * their length is known. Leaves alone what has a {@code content-encoding} or {@code content-range}, or says {@code no-transform}. Its answers
 * {@code vary} by {@code accept-encoding}, and an entity tag becomes a weak one. Compresses on the loop, at most 64 KiB at a time. Any thread.
 *
 * <pre>{@code
 * HttpServer.start(network, Gzip.of(routes), host, port, options)
 * }</pre>
 */
public final class Gzip implements HttpHandler {
    private static final int LEAST = 1024;

    private final HttpHandler handler;

    private Gzip(HttpHandler handler) {
        this.handler = handler;
    }

    /**
     * Makes a handler.
     *
     * @param handler whose answers are compressed; not null
     * @return the handler
     */
    public static Gzip of(HttpHandler handler) {
        return new Gzip(Objects.requireNonNull(handler, "handler"));
    }

    @Override
    @Async
    public Task<HttpResponse> handle(HttpRequest request) throws Exception {
        HttpResponse response = await(handler.handle(request));
        if (response == null || !varies(response)) { // null is for the server to complain of
            return Task.of(response);
        }
        HttpResponse varying = response.header("vary", "accept-encoding");
        boolean isWhole = !response.hasNoBody() && !response.headers().has("content-range");
        return Task.of(
                isWhole && Accepted.of(request.headers()).takes("gzip") ? compressed(request, varying) : varying);
    }

    /** Whether the whole of it is another one to clients that take gzip; so are a part of it, and the word that it has not changed. */
    private static boolean varies(HttpResponse response) {
        HttpHeaders headers = response.headers();
        boolean mayChange = !headers.has("content-encoding")
                && !headers.first("cache-control")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("no-transform");
        return mayChange && (response.status() == 304 || isWorthIt(response, headers));
    }

    private static boolean isWorthIt(HttpResponse response, HttpHeaders headers) {
        long length = response.content.length();
        return !response.hasNoBody()
                && (length < 0 || length >= LEAST || headers.has("content-range"))
                && isText(headers.first("content-type").orElse("").toLowerCase(Locale.ROOT));
    }

    private static boolean isText(String type) {
        String pure = type.split(";", 2)[0].strip();
        return pure.startsWith("text/")
                || pure.endsWith("json")
                || pure.endsWith("xml")
                || pure.endsWith("javascript")
                || pure.equals("application/wasm");
    }

    private static HttpResponse compressed(HttpRequest request, HttpResponse response) throws IOException {
        HttpResponse described = response.withHeaders(
                response.headers().set("content-encoding", "gzip").without("accept-ranges"));
        HttpHeaders headers = described.headers();
        String tag = headers.first("etag").orElse("W/");
        HttpResponse weak = tag.startsWith("W/") ? described : described.withHeaders(headers.set("etag", "W/" + tag));
        boolean isHead = request.method().equals("HEAD");
        if (!isHead && response.content instanceof Content.Bytes whole && whole.bytes.length <= Compression.PIECE) {
            return weak.body(Compression.of(whole.bytes));
        }
        return weak.body(new Compression(response.content).pieces()); // of a length that nobody knows, also to HEAD
    }
}
