// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request. Immutable, but for a body that a generator makes, which is for one answer alone: what changes something makes another
 * one. How long the body is, how it is sent and whether the connection goes on is for the server to say, and not for header fields of this. No
 * argument may be null.
 *
 * <pre>{@code
 * return Task.of(HttpResponse.of(200).text("hello").header("cache-control", "no-store"));
 * }</pre>
 */
public final class HttpResponse {
    private static final byte[] NONE = {};

    /** Among those that are {@linkplain EndToEnd said to the next one alone}. */
    private static final Set<String> OF_SERVER =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer");

    final int status;
    final HttpHeaders headers;
    final Content content;

    /** What the connection goes on with behind it; null if that is HTTP. */
    final @Nullable Switch switching;

    private final boolean isUnlimited;

    /** Another protocol, and who speaks it. */
    record Switch(String protocol, Upgrade upgrade) {}

    private HttpResponse(
            int status, HttpHeaders headers, Content content, @Nullable Switch switching, boolean isUnlimited) {
        this.status = status;
        this.headers = headers;
        this.content = content;
        this.switching = switching;
        this.isUnlimited = isUnlimited;
    }

    private HttpResponse with(Content other) {
        if (switching != null) {
            throw new IllegalStateException("an answer that switches to \"" + switching.protocol + "\" has no body");
        }
        return new HttpResponse(status, headers, other, null, isUnlimited);
    }

    /**
     * Makes an answer without a body.
     *
     * @param status 200 to 999
     * @return the answer
     * @throws IllegalArgumentException if it is no status of an answer
     */
    public static HttpResponse of(int status) {
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("status " + status + "; that of an answer is 200 to 999");
        }
        return new HttpResponse(status, HttpHeaders.none(), new Content.Bytes(NONE), null, false);
    }

    /**
     * Makes an answer that has the connection go on with another protocol, as the client has asked for by its header field {@code upgrade}. A
     * handler that switches to what its client has not asked for has failed, and so has one over HTTP/2, which has no such thing: look at {@link
     * HttpRequest#asksFor} before. For WebSocket there is {@link dev.weft.http.websocket.WebSocket}.
     *
     * @param protocol a token, and perhaps a version, such as {@code websocket}
     * @param upgrade speaks it, once the answer is sent
     * @return the answer, to which header fields may be added, but no body
     * @throws IllegalArgumentException if that names no protocol
     */
    public static HttpResponse switching(String protocol, Upgrade upgrade) {
        Objects.requireNonNull(upgrade, "upgrade");
        Switch switched = new Switch(FieldSyntax.requireProtocol(protocol), upgrade);
        return new HttpResponse(101, HttpHeaders.none(), Content.Bytes.NOTHING, switched, false);
    }

    /**
     * Adds a header field.
     *
     * @param name a token
     * @param value what it says
     * @return the other answer
     * @throws IllegalArgumentException as {@link HttpHeaders#of}, or if the field is the server's to say, such as {@code content-length}
     */
    public HttpResponse header(String name, String value) {
        return new HttpResponse(status, headers.with(requireFree(name), value), content, switching, isUnlimited);
    }

    /**
     * Adds header fields, such as those of a response that is passed on ({@link HttpHeaders#endToEnd}).
     *
     * @param more the fields
     * @return the other answer
     * @throws IllegalArgumentException as {@link #header}
     */
    public HttpResponse headers(HttpHeaders more) {
        more.forEach((name, value) -> requireFree(name));
        return withHeaders(headers.with(more));
    }

    HttpResponse withHeaders(HttpHeaders others) {
        return new HttpResponse(status, others, content, switching, isUnlimited);
    }

    private static String requireFree(String name) {
        return EndToEnd.requireFree(name, OF_SERVER, "server");
    }

    /**
     * Gives it a text as its body, in UTF-8, and says so unless it has a {@code content-type}.
     *
     * @param text the text
     * @return the other answer
     */
    public HttpResponse text(String text) {
        return typed("text/plain; charset=utf-8").body(text.getBytes(UTF_8));
    }

    private HttpResponse typed(String type) {
        return headers.has("content-type") ? this : header("content-type", type);
    }

    /**
     * Gives it bytes as its body.
     *
     * @param bytes not to be changed any more
     * @return the other answer
     */
    public HttpResponse body(byte[] bytes) {
        return with(new Content.Bytes(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * Has a generator make its body, as the client takes it. It is closed when the answer is over, however that ends.
     *
     * @param pieces the parts of the body; empty ones are left out
     * @return the other answer
     */
    public HttpResponse body(AsyncGenerator<byte[]> pieces) {
        return with(new Content.Made(Objects.requireNonNull(pieces, "pieces"), -1));
    }

    /**
     * Has a generator make its body, as {@link #body(AsyncGenerator)}, of a length that is known, such as that of an answer which is passed on.
     *
     * @param pieces the parts of the body; empty ones are left out
     * @param count how many bytes all of them have; the answer is cut off if they have others
     * @return the other answer
     * @throws IllegalArgumentException if the count is negative
     */
    public HttpResponse body(AsyncGenerator<byte[]> pieces, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a body of " + count + " bytes");
        }
        return with(new Content.Made(Objects.requireNonNull(pieces, "pieces"), count));
    }

    /**
     * Gives it a value as its body, and says that it is {@code application/json} unless it has a {@code content-type}.
     *
     * @param value what the codec can make bytes of
     * @param codec makes the bytes, now
     * @return the other answer
     * @throws IllegalArgumentException if the codec cannot; the cause says why
     */
    public HttpResponse encoded(Object value, BodyCodec codec) {
        try {
            return typed("application/json").body(codec.encode(Objects.requireNonNull(value, "value")));
        } catch (Exception failed) {
            throw new IllegalArgumentException(
                    "no body can be made of a " + value.getClass().getName(), failed);
        }
    }

    /**
     * Gives it events as its body, each of which is sent when the generator makes it, and says that they are such. The generator is closed
     * when the browser has gone. The {@linkplain HttpOptions#requestLimit limit of the request} ends where they begin.
     *
     * @param events the events
     * @return the other answer
     */
    public HttpResponse events(AsyncGenerator<ServerSentEvent> events) {
        return header("content-type", "text/event-stream")
                .header("cache-control", "no-store")
                .body(events.map(ServerSentEvent::bytes));
    }

    /**
     * Has the {@linkplain HttpOptions#requestLimit limit of the request} end where the answer begins, so that its body may take any time: a
     * download, or what goes on for as long as its client listens. What the client does not take is limited as ever.
     *
     * @return the other answer
     */
    public HttpResponse withoutRequestLimit() {
        return new HttpResponse(status, headers, content, switching, true);
    }

    /** Gives it a part of a file as its body. */
    HttpResponse part(Path file, long position, long count) {
        return with(new Content.FilePart(file, position, count));
    }

    /**
     * Returns the status.
     *
     * @return 200 to 999; 101 of one that switches
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields that were given.
     *
     * @return without those that the server adds
     */
    public HttpHeaders headers() {
        return headers;
    }

    /** Closes what makes its body, as nobody is given that. */
    @Async
    Task<Void> drop() {
        if (content instanceof Content.Made made) {
            await(made.made().closing());
        }
        return Task.done();
    }

    /** Whether its body may take any time: events do, also those of another server that are passed on. */
    boolean isUnlimited() {
        return isUnlimited || isOfEvents();
    }

    /** Whether it is a stream of events: a browser is told by its head that it is connected. */
    boolean isOfEvents() {
        return headers.first("content-type").orElse("").startsWith("text/event-stream");
    }

    /** Returns this, unless it switches to what the client has not asked for. */
    HttpResponse requireAnswerTo(HttpRequest request) {
        if (switching != null && !request.asksFor(switching.protocol)) {
            throw new IllegalStateException("the answer switches to \"" + switching.protocol
                    + "\", for which its request has not asked; see HttpRequest.asksFor");
        }
        return this;
    }

    boolean hasNoBody() {
        return status == 204 || status == 304 || status == 101;
    }

    /** The status and its reason, for messages. */
    @Override
    public String toString() {
        return Status.line(status);
    }
}
