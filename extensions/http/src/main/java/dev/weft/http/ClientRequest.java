// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.AsyncGenerator;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for an {@link Http1Client} to send. Immutable, but for a body that a generator makes, which is for one send alone: what changes
 * something makes another one. How long the body is, how it is sent and whether the connection is kept is for the client to say, and not for
 * header fields of this. Any thread. No argument may be null.
 *
 * <pre>{@code
 * ClientRequest.post(URI.create("http://localhost:8080/notes")).text("hello").header("accept", "application/json")
 * }</pre>
 */
public final class ClientRequest {
    /** Among those that are {@linkplain EndToEnd said to the next one alone}. */
    private static final Set<String> OF_CLIENT = Set.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect");

    /** Those that may be sent again, as the server does the same as for one (RFC 9110, 9.2.2). */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    final String method;
    final URI uri;
    final Origin origin;
    final HttpHeaders headers;
    final Content content;

    final boolean expectsContinue;

    /** What the server is asked to go on with; null if that is HTTP. */
    final @Nullable String protocol;

    private ClientRequest(
            String method,
            URI uri,
            Origin origin,
            HttpHeaders headers,
            Content content,
            boolean expectsContinue,
            @Nullable String protocol) {
        this.method = method;
        this.uri = uri;
        this.origin = origin;
        this.headers = headers;
        this.content = content;
        this.expectsContinue = expectsContinue;
        this.protocol = protocol;
    }

    /**
     * Makes a request without a body.
     *
     * @param method such as {@code GET}; its case matters
     * @param uri where to, by {@code http} or {@code https}; a fragment is not sent
     * @return the request
     * @throws IllegalArgumentException if the method is no token, or CONNECT; or if the address is of another scheme, has no host, or has
     *     user-info, which belongs into a header field {@code authorization}
     */
    public static ClientRequest of(String method, URI uri) {
        if (!FieldSyntax.isToken(Objects.requireNonNull(method, "method")) || method.equals("CONNECT")) {
            throw new IllegalArgumentException(
                    "\"" + method + "\" is no method that can be sent; a token, but CONNECT");
        }
        return new ClientRequest(
                method, uri, Origin.of(checked(uri)), HttpHeaders.none(), Content.Bytes.NOTHING, false, null);
    }

    private static URI checked(URI uri) {
        String scheme = Objects.requireNonNull(uri, "uri").getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException(uri + " is no address to send to: it begins with http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the address of " + uri.getHost()
                    + " has user-info, which is not sent; give it as the header field \"authorization\"");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new IllegalArgumentException(uri + " has no host and port that can be connected to");
        }
        return uri;
    }

    /**
     * Makes a request of the method GET.
     *
     * @param uri where to, as {@link #of}
     * @return the request
     * @throws IllegalArgumentException as {@link #of}
     */
    public static ClientRequest get(URI uri) {
        return of("GET", uri);
    }

    /**
     * Makes a request of the method POST.
     *
     * @param uri where to, as {@link #of}
     * @return the request
     * @throws IllegalArgumentException as {@link #of}
     */
    public static ClientRequest post(URI uri) {
        return of("POST", uri);
    }

    /**
     * Adds a header field. The field {@code host} says whom the request means in place of the address.
     *
     * @param name a token
     * @param value what it says
     * @return the other request
     * @throws IllegalArgumentException as {@link HttpHeaders#of}, or if the field is the client's to say, such as {@code content-length}, or
     *     a second {@code host}
     */
    public ClientRequest header(String name, String value) {
        return with(headers.with(requireFree(name), value));
    }

    /**
     * Adds header fields, such as those of a request that is passed on.
     *
     * @param more the fields
     * @return the other request
     * @throws IllegalArgumentException as {@link #header}
     */
    public ClientRequest headers(HttpHeaders more) {
        more.forEach((name, value) -> requireFree(name));
        return with(headers.with(more));
    }

    private String requireFree(String name) {
        EndToEnd.requireFree(name, OF_CLIENT, "client");
        if (name.equalsIgnoreCase("host") && headers.has("host")) {
            throw new IllegalArgumentException("a second field \"host\"");
        }
        return name;
    }

    private ClientRequest with(HttpHeaders other) {
        return new ClientRequest(method, uri, origin, other, content, expectsContinue, protocol);
    }

    private ClientRequest with(Content other) {
        return new ClientRequest(method, uri, origin, headers, other, expectsContinue, protocol);
    }

    /**
     * Gives it bytes as its body.
     *
     * @param bytes not to be changed any more
     * @return the other request
     */
    public ClientRequest body(byte[] bytes) {
        return with(new Content.Bytes(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * Gives it a text as its body, in UTF-8, and says so unless it has a {@code content-type}.
     *
     * @param text the text
     * @return the other request
     */
    public ClientRequest text(String text) {
        return typed("text/plain; charset=utf-8")
                .body(Objects.requireNonNull(text, "text").getBytes(UTF_8));
    }

    private ClientRequest typed(String type) {
        return headers.has("content-type") ? this : header("content-type", type);
    }

    /**
     * Gives it a value as its body, and says that it is {@code application/json} unless it has a {@code content-type}.
     *
     * @param value what the codec can make bytes of
     * @param codec makes the bytes, now
     * @return the other request
     * @throws IllegalArgumentException if the codec cannot; the cause says why
     */
    public ClientRequest encoded(Object value, BodyCodec codec) {
        try {
            return typed("application/json").body(codec.encode(Objects.requireNonNull(value, "value")));
        } catch (Exception failed) {
            throw new IllegalArgumentException(
                    "no body can be made of a " + value.getClass().getName(), failed);
        }
    }

    /**
     * Has a generator make its body, as the server takes it, in chunks. A task of the client asks for the pieces, also while the response is
     * read already; it closes the generator when the exchange is over, however that ends.
     *
     * @param pieces the parts of the body; empty ones are left out
     * @return the other request
     */
    public ClientRequest body(AsyncGenerator<byte[]> pieces) {
        return with(new Content.Made(Objects.requireNonNull(pieces, "pieces"), -1));
    }

    /**
     * Has a generator make its body, as {@link #body(AsyncGenerator)}, of a length that is known, such as that of a request which is passed
     * on.
     *
     * @param pieces the parts of the body
     * @param count how many bytes all of them have; the request fails if they have others
     * @return the other request
     * @throws IllegalArgumentException if the count is negative
     */
    public ClientRequest body(AsyncGenerator<byte[]> pieces, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a body of " + count + " bytes");
        }
        return with(new Content.Made(Objects.requireNonNull(pieces, "pieces"), count));
    }

    /**
     * Gives it a file as its body. How long it is, is seen when it is sent.
     *
     * @param file the path of the file
     * @return the other request
     */
    public ClientRequest body(Path file) {
        return with(new Content.FilePart(Objects.requireNonNull(file, "file"), 0, -1));
    }

    /**
     * Has the body wait until the server says that it wants it ({@code 100 Continue}), or for the time that the options allow for that. A
     * server that refuses the request need not be sent its body then.
     *
     * @return the other request
     */
    public ClientRequest expectContinue() {
        return new ClientRequest(method, uri, origin, headers, content, true, protocol);
    }

    /**
     * Asks the server to go on with another protocol over this connection. If it does, the response has the status 101, and {@link
     * ClientResponse#connection}; if not, it is a response like any other. For WebSocket there is {@link
     * dev.weft.http.websocket.WebSocket#connect}.
     *
     * @param name a token, and perhaps a version, such as {@code websocket}
     * @return the other request
     * @throws IllegalArgumentException if that names no protocol
     */
    public ClientRequest upgrade(String name) {
        String checked = FieldSyntax.requireProtocol(name);
        return new ClientRequest(method, uri, origin, headers, content, expectsContinue, checked);
    }

    /**
     * Returns the method.
     *
     * @return such as {@code GET}
     */
    public String method() {
        return method;
    }

    /**
     * Returns where it is sent.
     *
     * @return the address
     */
    public URI uri() {
        return uri;
    }

    /**
     * Returns the header fields that were given.
     *
     * @return without those that the client adds
     */
    public HttpHeaders headers() {
        return headers;
    }

    /** The same to another address, as a redirect says. */
    ClientRequest to(URI other) {
        return new ClientRequest(method, other, Origin.of(checked(other)), headers, content, expectsContinue, protocol);
    }

    /** Of another method, and without a body and what is said of that. */
    ClientRequest without(String otherMethod, Set<String> fields) {
        HttpHeaders left = headers;
        for (String field : fields) {
            left = left.without(field);
        }
        return otherMethod.equals(method)
                ? with(left)
                : new ClientRequest(otherMethod, uri, origin, left, Content.Bytes.NOTHING, false, null);
    }

    /** Whether the body can be sent another time. */
    boolean hasSameBody() {
        return !(content instanceof Content.Made);
    }

    /** Whether it may be sent again when nobody knows what became of it. */
    boolean mayBeRepeated() {
        return IDEMPOTENT.contains(method) && hasSameBody();
    }

    /** What the request line asks for. */
    String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String text = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        return isAscii(text) ? text : URI.create(text).toASCIIString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Method and address, for messages: without a query, which may be nobody's business. */
    @Override
    public String toString() {
        return method + ' ' + origin + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?...");
    }
}
