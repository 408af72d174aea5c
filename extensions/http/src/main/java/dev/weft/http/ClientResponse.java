// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request of an {@link Http1Client}, or of {@link JdkHttp}: its head, and a body that comes as it is read. It holds a
 * connection until its body was read to the end, or it is closed, which whoever gets it has to do; one that nobody reads is closed by {@link
 * ClientOptions#unreadLimit}. Loop thread only for the body and the closing. No argument may be null.
 */
public final class ClientResponse implements AutoCloseable {
    private final String method;
    private final URI uri;
    private final ResponseHead head;
    private final HttpBody body;
    private final Runnable closing;

    /** What goes on with another protocol; null if it goes on with HTTP. */
    private final @Nullable Connection connection;

    private boolean isTaken;

    ClientResponse(String method, URI uri, ResponseHead head, HttpBody body, Runnable closing) {
        this.method = method;
        this.uri = uri;
        this.head = head;
        this.body = body;
        this.closing = closing;
        this.connection = null;
    }

    /** Of a server that switches to another protocol. */
    ClientResponse(String method, URI uri, ResponseHead head, Connection connection) {
        this.method = method;
        this.uri = uri;
        this.head = head;
        this.body = EmptyBody.INSTANCE;
        this.closing = this::closeUntaken;
        this.connection = connection;
    }

    private void closeUntaken() {
        if (connection != null && !isTaken) {
            connection.close();
        }
    }

    /**
     * Returns the connection of a server that has granted an {@link ClientRequest#upgrade upgrade}: what it sends behind the head is the first that
     * is read. It is the caller's from here on, who closes it; until then it is closed with this.
     *
     * @return the connection
     * @throws IllegalStateException if the status is not 101
     */
    public Connection connection() {
        if (connection == null) {
            throw new IllegalStateException(this + ": the server goes on with HTTP; only one of status 101 does not");
        }
        isTaken = true;
        return connection;
    }

    ResponseHead head() {
        return head;
    }

    /**
     * Returns the status.
     *
     * @return 200 to 999
     */
    public int status() {
        return head.status();
    }

    /**
     * Returns the header fields.
     *
     * @return the headers
     */
    public HttpHeaders headers() {
        return head.headers();
    }

    /**
     * Returns the value of the first header field of a name.
     *
     * @param name the name; its case does not matter
     * @return the value; empty if there is no such field
     */
    public Optional<String> header(String name) {
        return head.headers().first(Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns the body. When a read of it fails, with a {@link ClientException}, the response is closed.
     *
     * @return the body; of length 0 if there is none
     */
    public HttpBody body() {
        return body;
    }

    /**
     * Returns where the response comes from.
     *
     * @return the address of the request; behind redirects, that of the last one
     */
    public URI uri() {
        return uri;
    }

    /**
     * Suspends until all of the body has come, as text, as {@link HttpBody#readText}.
     *
     * @param charset of the text
     * @param limit the most to hold, in bytes
     * @return a task that returns the text
     * @throws IOException when awaited, as there
     */
    @Async
    public Task<String> text(Charset charset, int limit) throws IOException {
        return body.readText(charset, limit);
    }

    /**
     * Returns what is left of the body, piece by piece, as {@link HttpBody#pieces}, such as for the answer of a proxy. Whoever gets the
     * generator has the response: closing the one closes the other, also where no piece was asked for.
     *
     * @param max the most bytes of a piece
     * @return the pieces, none of them empty
     * @throws IOException when a piece is awaited, as {@link HttpBody#read}
     * @throws IllegalArgumentException if {@code max} is not positive
     */
    public AsyncGenerator<byte[]> pieces(int max) throws IOException {
        return new BodyPieces(body, max, this::close);
    }

    /**
     * Returns the events that a server sends, one by one, as a browser's {@code EventSource} reads them. Whoever gets the generator has the
     * response, as with {@link #pieces}. It ends with the body: who wants more asks again, with the {@linkplain ServerSentEvent#id() number} of
     * the last one in the header field {@code last-event-id}. An event that breaks off is none. Nothing may come for {@link
     * ClientOptions#bodyLimit}, so that a server which is silent for longer sends comments meanwhile.
     *
     * @param most how long an event may be, in bytes
     * @return the events; comments are none
     * @throws BodyTooLongException when an event is awaited that is longer
     * @throws IOException when an event is awaited, as {@link HttpBody#read}
     * @throws IllegalArgumentException if {@code most} is not positive
     */
    public AsyncGenerator<ServerSentEvent> events(int most) throws IOException {
        HttpBody.requirePositive(most);
        AsyncGenerator<byte[]> pieces = pieces(EventReader.PIECE);
        return new Sourced<>(EventReader.events(pieces, body, most), pieces);
    }

    /**
     * Ends the exchange. If the rest of the body has come already, and is short ({@link ClientOptions#maxSkipped}), or was read, the connection
     * serves the next request; else it is closed. A body that is still being sent is sent no more, and what makes it is closed in the
     * background. Never suspends. Idempotent.
     */
    @Override
    public void close() {
        closing.run();
    }

    /** The status, and what it answers, for messages. */
    @Override
    public String toString() {
        return Status.line(status()) + " to " + method + ' ' + uri.getScheme() + "://" + uri.getHost()
                + uri.getRawPath();
    }
}
