// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of the JDK for code that awaits: it speaks HTTP/2, knows proxies, cookies and logins, and does its work on threads of its own.
 * Needs the module {@code java.net.http}. No argument may be null.
 *
 * <pre>{@code
 * HttpClient client = HttpClient.newHttpClient();
 * HttpRequest request = HttpRequest.newBuilder(uri).POST(JdkHttp.body(() -> lines())).timeout(Duration.ofSeconds(5)).build();
 * try (ClientResponse response = await(JdkHttp.send(client, request))) {
 *     String text = await(response.text(UTF_8, 1_000_000));
 * }
 * }</pre>
 *
 * <p>A WebSocket of the JDK is awaited as it is: {@code await(client.newWebSocketBuilder().buildAsync(uri, listener))}.
 */
public final class JdkHttp {
    private JdkHttp() {}

    /**
     * Sends a request, and suspends until the head of its response has come. Not cancel-safe: a cancellation ends the exchange, and the server
     * may do what was asked for all the same. The limits of time are those of the request and the client; none of them is for the body.
     *
     * @param client sends it
     * @param request what to send
     * @return a task that returns the response, to be read to its end or closed, which cancels the stream of HTTP/2, or closes the connection
     * @throws IOException when awaited, as {@link HttpClient#send}
     */
    @Async
    public static Task<ClientResponse> send(HttpClient client, HttpRequest request) throws IOException {
        var response = await(send(client, request, BodyHandlers.ofPublisher()));
        HttpHeaders[] headers = {HttpHeaders.none()};
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) { // of HTTP/2
                values.forEach(value -> headers[0] = headers[0].with(name, value));
            }
        });
        PublishedBody body = new PublishedBody(
                response.body(),
                response.headers().firstValueAsLong("content-length").orElse(-1));
        ResponseHead head = new ResponseHead(response.statusCode(), headers[0], true);
        return Task.of(new ClientResponse(request.method(), response.uri(), head, body, body::close));
    }

    /**
     * Sends a request, and suspends until its response has come as its handler has it, such as a text or a file. Not cancel-safe: a
     * cancellation ends the exchange, which that of an awaited {@link HttpClient#sendAsync} does not.
     *
     * @param client sends it
     * @param request what to send
     * @param handler what becomes of the body
     * @return a task that returns the response
     * @param <T> what the handler makes of the body
     * @throws IOException when awaited, as {@link HttpClient#send}
     */
    @Async
    public static <T> Task<HttpResponse<T>> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
            throws IOException {
        return Task.of(await(new Interrupting<>(client.sendAsync(request, handler))));
    }

    /** Whose cancellation is one that ends the exchange: the JDK asks for the flag. */
    private static final class Interrupting<T> extends CompletableFuture<T> {
        private final CompletableFuture<T> exchange;

        Interrupting(CompletableFuture<T> exchange) {
            this.exchange = exchange;
            var unused = exchange.whenComplete(this::ends);
        }

        private void ends(@Nullable T value, @Nullable Throwable failure) {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean isCancelled = super.cancel(mayInterrupt);
            exchange.cancel(true);
            return isCancelled;
        }
    }

    /**
     * Makes a body for a request of what generators make, as the server takes it. They are consumed on the loop of this thread, one for each
     * time that the client sends the body: more than once behind a redirect or a login. Loop thread only.
     *
     * @param bodies makes the parts of the body; empty ones are left out
     * @return the body, of a length that nobody knows: chunks, by HTTP/1.1
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static BodyPublisher body(Supplier<? extends AsyncGenerator<byte[]>> bodies) {
        return BodyPublishers.fromPublisher(published(bodies));
    }

    /**
     * Makes a body of a known length, as {@link #body(Supplier)}. Loop thread only.
     *
     * @param bodies makes the parts of the body
     * @param length how many bytes all of them have, more than 0; the request fails if they have others
     * @return the body
     * @throws IllegalArgumentException if the length is not positive
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static BodyPublisher body(Supplier<? extends AsyncGenerator<byte[]>> bodies, long length) {
        return BodyPublishers.fromPublisher(published(bodies), length);
    }

    private static Flow.Publisher<ByteBuffer> published(Supplier<? extends AsyncGenerator<byte[]>> bodies) {
        Objects.requireNonNull(bodies, "bodies");
        return AsyncGenerator.publisher(
                () -> bodies.get().filter(piece -> piece.length > 0).map(ByteBuffer::wrap));
    }
}
