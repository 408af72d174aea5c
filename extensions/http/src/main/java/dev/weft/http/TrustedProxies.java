// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Shows another handler the client as proxies have seen it, by what they say in {@code Forwarded} or, if that is not there, in {@code
 * X-Forwarded-For}, {@code -Proto} and {@code -Host}: as {@link HttpRequest#peer}, {@link HttpRequest#scheme} and {@link
 * HttpRequest#authority}. Whoever connects can send these fields, so they count only where the connection comes from a proxy that is trusted,
 * and of a chain of proxies only what the trusted ones have added: from the last one back to the first address that is not trusted. Any thread.
 *
 * <pre>{@code
 * HttpHandler behindProxy = TrustedProxies.of(InetAddress::isSiteLocalAddress, routes);
 * }</pre>
 */
public final class TrustedProxies implements HttpHandler {
    private final Predicate<? super InetAddress> trusted;
    private final HttpHandler handler;

    private TrustedProxies(Predicate<? super InetAddress> trusted, HttpHandler handler) {
        this.trusted = trusted;
        this.handler = handler;
    }

    /**
     * Makes a handler.
     *
     * @param trusted whether a proxy at an address is trusted; not null, asked on all loops
     * @param handler answers the requests; not null
     * @return the handler
     */
    public static TrustedProxies of(Predicate<? super InetAddress> trusted, HttpHandler handler) {
        return new TrustedProxies(
                Objects.requireNonNull(trusted, "trusted"), Objects.requireNonNull(handler, "handler"));
    }

    @Override
    public Task<HttpResponse> handle(HttpRequest request) throws Exception {
        return handler.handle(asSeen(request));
    }

    private HttpRequest asSeen(HttpRequest request) {
        HttpRequest seen = request;
        List<Hop> hops = Hop.of(request.headers());
        for (int i = hops.size() - 1; i >= 0 && isTrusted(seen.peer()); i--) {
            Hop hop = hops.get(i);
            if (hop.client() == null) { // hidden, or no address: nothing before it can be told
                return seen;
            }
            seen = seen.from(
                    hop.client(),
                    hop.scheme() == null ? seen.scheme() : hop.scheme(),
                    hop.authority() == null ? seen.authority() : hop.authority());
        }
        return seen;
    }

    private boolean isTrusted(InetSocketAddress peer) {
        return peer.getAddress() != null && trusted.test(peer.getAddress());
    }
}
