// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.net.ServerOptions;
import dev.weft.tls.TlsServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server allows. Immutable: each method makes another one. Any thread. No argument may be null.
 *
 * <pre>{@code
 * HttpOptions options = HttpOptions.defaults()
 *         .maxBody(1_000_000)
 *         .requestLimit(Duration.ofSeconds(20))
 *         .server(ServerOptions.defaults().maxConnections(10_000));
 * }</pre>
 */
public final class HttpOptions {
    static final Duration NEVER = Duration.ofDays(365);

    private static final HttpOptions DEFAULTS = new HttpOptions(new Values());

    private final Values values;

    private HttpOptions(Values values) {
        this.values = values;
    }

    /** The values themselves, which nothing changes once they are somebody's options. */
    static final class Values implements Cloneable {
        ServerOptions server = ServerOptions.defaults();
        InstantSource clock = InstantSource.system();
        int maxLine = 8 * 1024;
        int maxHeader = 16 * 1024;
        long maxBody = Long.MAX_VALUE;
        int maxSkipped = 64 * 1024;
        int maxRequests = Integer.MAX_VALUE;
        Duration idle = Duration.ofSeconds(60);
        Duration head = Duration.ofSeconds(10);
        Duration body = Duration.ofSeconds(30);
        Duration request = NEVER;
        Duration write = Duration.ofSeconds(30);
        boolean outlives;
        HttpObserver observer = HttpObserver.NONE;
        boolean http2 = true;
        int maxStreams = 100;

        @Nullable
        TlsServer tls;

        private Values() {}

        @Override
        protected Values clone() {
            try {
                return (Values) super.clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    Values values() {
        return values;
    }

    private HttpOptions with(Consumer<Values> change) {
        Values changed = values.clone();
        change.accept(changed);
        return new HttpOptions(changed);
    }

    /**
     * Returns those of a server that says nothing.
     *
     * @return the options
     */
    public static HttpOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets how the server listens, and how many connections it accepts.
     *
     * @param options the options of the server below
     * @return the other options
     */
    public HttpOptions server(ServerOptions options) {
        Objects.requireNonNull(options, "options");
        return with(changed -> changed.server = options);
    }

    /**
     * Limits how long the first line of a request may be; a longer one is answered with 414.
     *
     * @param bytes at least 16; 8 KiB, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public HttpOptions maxLine(int bytes) {
        int checked = Checks.atLeast(16, bytes, "maxLine");
        return with(changed -> changed.maxLine = checked);
    }

    /**
     * Limits how long all header fields of a request together may be, and all its trailers; what is longer is answered with 431.
     *
     * @param bytes at least 16; 16 KiB, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public HttpOptions maxHeader(int bytes) {
        int checked = Checks.atLeast(16, bytes, "maxHeader");
        return with(changed -> changed.maxHeader = checked);
    }

    /**
     * Limits how long the body of a request may be. A longer one is answered with 413: before the handler sees it, if the client says how long
     * it is, or else by the read that comes to the limit. A body takes memory only as it is read, so there is no limit if it is not said.
     *
     * @param bytes at least 0
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public HttpOptions maxBody(long bytes) {
        long checked = Checks.atLeast(0, bytes, "maxBody");
        return with(changed -> changed.maxBody = checked);
    }

    /**
     * Limits how much of a body is skipped that its handler has not read, so that the connection can go on; with more it is closed,
     * or over HTTP/2 the stream.
     *
     * @param bytes at least 0; 64 KiB, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public HttpOptions maxSkipped(int bytes) {
        int checked = Checks.atLeast(0, bytes, "maxSkipped");
        return with(changed -> changed.maxSkipped = checked);
    }

    /**
     * Limits how many requests a connection may send; the answer to the last one closes it.
     *
     * @param requests at least 1; any number, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public HttpOptions maxRequests(int requests) {
        int checked = Checks.atLeast(1, requests, "maxRequests");
        return with(changed -> changed.maxRequests = checked);
    }

    /**
     * Limits how long a connection waits for its next request, which over HTTP/2 is while none is under way. Then it is closed.
     *
     * @param limit more than zero; a minute, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public HttpOptions idleLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "idleLimit");
        return with(changed -> changed.idle = positive);
    }

    /**
     * Limits how long the head of a request takes from its first byte on. Then it is answered with 408.
     *
     * @param limit more than zero; ten seconds, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public HttpOptions headLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "headLimit");
        return with(changed -> changed.head = positive);
    }

    /**
     * Limits how long a handler waits for more of a body. Then the handler is cancelled, and the request answered with 408.
     *
     * @param limit more than zero; half a minute, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public HttpOptions bodyLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "bodyLimit");
        return with(changed -> changed.body = positive);
    }

    /**
     * Limits how long a request takes from the end of its head to the end of its answer. Then what is under way is cancelled: before the
     * answer has begun, it is 503; in the middle of it, the connection is reset. Events for browsers may go on for any time, and so may an answer
     * that {@linkplain HttpResponse#withoutRequestLimit says so}, once they have begun.
     *
     * @param limit more than zero; any time, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public HttpOptions requestLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "requestLimit");
        return with(changed -> changed.request = positive);
    }

    /**
     * Limits how long a client may take for a piece of its answer, of at most 256 KiB. Then the connection is reset; over HTTP/2,
     * where a piece is 64 KiB, the stream is, as long as the connection takes anything.
     *
     * @param limit more than zero; half a minute, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public HttpOptions writeLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "writeLimit");
        return with(changed -> changed.write = positive);
    }

    /**
     * Has handlers run to their end when their client goes away, rather than be cancelled.
     *
     * @return the other options
     */
    public HttpOptions finishWithoutClient() {
        return with(changed -> changed.outlives = true);
    }

    /**
     * Has somebody told of each request that is over, such as for a log of accesses, or for meters.
     *
     * @param observer runs on the loops, and takes the place of one that was given before
     * @return the other options
     */
    public HttpOptions observer(HttpObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(changed -> changed.observer = observer);
    }

    /**
     * Sets the clock that the header field {@code date} is read from.
     *
     * @param clock may be asked on any thread; the system's, if it is not said
     * @return the other options
     */
    public HttpOptions clock(InstantSource clock) {
        Objects.requireNonNull(clock, "clock");
        return with(changed -> changed.clock = clock);
    }

    /**
     * Has connections encrypted. Clients choose by ALPN between HTTP/2 and HTTP/1.1; one that knows no ALPN gets the latter. The network that the
     * server is started on is a plain one then.
     *
     * @param server says who it is, such as {@code Tls.server(credentials.context())}; its application protocols are set here
     * @return the other options
     */
    public HttpOptions tls(TlsServer server) {
        Objects.requireNonNull(server, "server");
        return with(changed -> changed.tls = server);
    }

    /**
     * Has the server speak HTTP/1.1 alone. Else a client gets HTTP/2 where ALPN has chosen {@code h2}, and on a plain connection that it begins
     * with the preface of that version.
     *
     * @return the other options
     */
    public HttpOptions withoutHttp2() {
        return with(changed -> changed.http2 = false);
    }

    /**
     * Limits how many requests may be under way at once over a connection of HTTP/2, which is also the most of its tasks. A request beyond them
     * is refused in a way that the client may try it again.
     *
     * @param number at least 1; 100, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public HttpOptions maxStreams(int number) {
        int checked = Checks.atLeast(1, number, "maxStreams");
        return with(changed -> changed.maxStreams = checked);
    }
}
