// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as it came: its head, and a body that is read while it is handled. Loop thread only for the body; the rest is immutable. No argument
 * may be null.
 */
public final class HttpRequest {
    private final String method;
    private final HttpTarget target;
    private final boolean isHttp11;
    private final boolean persists;
    private final HttpHeaders headers;
    private final HttpBody body;
    private final InetSocketAddress peer;
    private final String scheme;
    private final Map<String, String> variables;

    HttpRequest(
            String method,
            HttpTarget target,
            boolean isHttp11,
            boolean persists,
            HttpHeaders headers,
            HttpBody body,
            InetSocketAddress peer,
            String scheme,
            Map<String, String> variables) {
        this.method = method;
        this.target = target;
        this.isHttp11 = isHttp11;
        this.persists = persists;
        this.headers = headers;
        this.body = body;
        this.peer = peer;
        this.scheme = scheme;
        this.variables = variables;
    }

    /**
     * Returns the method.
     *
     * @return such as {@code GET}; its case matters
     */
    public String method() {
        return method;
    }

    /**
     * Returns the path.
     *
     * @return the path with its escapes, such as {@code /a%20b}; it begins with a slash, but for {@code OPTIONS *}
     */
    public String path() {
        return target.path();
    }

    /**
     * Returns what stands behind the question mark, as it came; {@link #parameter} has the parts of it.
     *
     * @return the query with its escapes; empty if there is none
     */
    public String query() {
        return target.query();
    }

    /**
     * Returns the value of a parameter of the query, such as {@code 2} of {@code page} in {@code /orders?page=2}. It is without escapes, and a plus
     * in it is a space, as forms write it; what is no escape stays as it is.
     *
     * @param name of the parameter, without escapes; its case matters
     * @return the first value, which is empty for a name alone, as in {@code ?all}; empty if there is no such parameter
     */
    public Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst();
    }

    /**
     * Returns all values of a parameter of the query that may be there several times, as {@link #parameter}.
     *
     * @param name of the parameter, as there
     * @return the values, in their order; none if there is no such parameter
     */
    public List<String> parameters(String name) {
        return Query.values(query(), Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns whom the client means, by the target of the request or by its header field {@code Host}.
     *
     * @return a host, and the port if the client names one; empty if it names nobody, as HTTP/1.0 may
     */
    public String authority() {
        return target.authority().isEmpty() ? headers.first("host").orElse("") : target.authority();
    }

    /**
     * Returns the header fields.
     *
     * @return the headers
     */
    public HttpHeaders headers() {
        return headers;
    }

    /**
     * Returns the value of the first header field of a name.
     *
     * @param name the name; its case does not matter
     * @return the value; empty if there is no such field
     */
    public Optional<String> header(String name) {
        return headers.first(Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns the body.
     *
     * @return the body; of length 0 if there is none
     */
    public HttpBody body() {
        return body;
    }

    /**
     * Returns who is at the other end of the connection, which is a proxy where there is one, but for {@link TrustedProxies} and {@link
     * ProxyProtocol}.
     *
     * @return the address; its port is 0 if a proxy has not told it
     */
    public InetSocketAddress peer() {
        return peer;
    }

    /**
     * Returns whether the connection is encrypted, or that to a {@linkplain TrustedProxies trusted proxy} was.
     *
     * @return {@code https} if so, {@code http} if not
     */
    public String scheme() {
        return scheme;
    }

    HttpRequest with(Map<String, String> parts) {
        return new HttpRequest(method, target, isHttp11, persists, headers, body, peer, scheme, parts);
    }

    /** As others have seen it. */
    HttpRequest from(InetSocketAddress client, String seenScheme, String authority) {
        HttpTarget seen = new HttpTarget(target.path(), target.query(), authority);
        return new HttpRequest(method, seen, isHttp11, persists, headers, body, client, seenScheme, variables);
    }

    /**
     * Returns the part of the path that a variable of the {@linkplain Routes route's} pattern stands for.
     *
     * @param name of the variable
     * @return the part, without its escapes
     * @throws IllegalArgumentException if the pattern has no such variable
     */
    public String variable(String name) {
        String value = variables.get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            throw new IllegalArgumentException(
                    "the pattern of " + path() + " has no variable \"" + name + "\", but " + variables.keySet());
        }
        return value;
    }

    /**
     * Whether the client asks that the connection goes on with another protocol, which {@link HttpResponse#switching} grants. Never over HTTP/2.
     *
     * @param protocol such as {@code websocket}; its case does not matter
     * @return true if it does
     */
    public boolean asksFor(String protocol) {
        Objects.requireNonNull(protocol, "protocol");
        return isHttp11
                && headers.list("connection").contains("upgrade")
                && headers.list("upgrade").contains(protocol.toLowerCase(Locale.ROOT));
    }

    /** Whether the client has the connection go on behind it. */
    boolean persists() {
        return persists;
    }

    boolean isHttp11() {
        return isHttp11;
    }

    /** The first line, for messages. */
    @Override
    public String toString() {
        return method + ' ' + target.path() + (target.query().isEmpty() ? "" : "?" + target.query());
    }
}
