// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.Task;
import dev.weft.http.ClientRequest;
import dev.weft.http.ClientResponse;
import dev.weft.http.Http1Client;
import dev.weft.http.HttpHeaders;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Messages both ways over a connection that began with HTTP (RFC 6455). A server answers a request with one:
 *
 * <pre>{@code
 * Routes.none().on("GET", "/echo", request -> Task.of(WebSocket.accept(request, WebSocketOptions.defaults(), Echo::talk)));
 *
 * @Async
 * static Task<Void> talk(WebSocket socket) throws IOException {
 *     for (var message = await(socket.receive()); message.isPresent(); message = await(socket.receive())) {
 *         if (message.get() instanceof WebSocketMessage.Text said) {
 *             await(socket.send(said.text()));
 *         }
 *     }
 *     return Task.done();
 * }
 * }</pre>
 *
 * <p>and a client {@linkplain #connect connects}. One task receives at a time; any number may send. Pings are answered, and the peer is asked
 * whether it is there, whatever these tasks do, as long as what has come is received: 64 KiB of it wait, and then the peer does.
 *
 * <p>It ends when either side {@linkplain #finish() finishes}. The other one is told: there is no further message, and nothing can be sent. Loop
 * thread only. No argument may be null.
 */
public final class WebSocket implements AutoCloseable {
    private final Session session;
    private final Messages messages;

    WebSocket(Session session) {
        this.session = session;
        this.messages = new Messages(session);
    }

    // ------------------------------------------------------------------ how it begins

    /**
     * Answers a request with a WebSocket, or with what is wrong: 400 to what asks for none, 403 to a browser from a page that may not.
     *
     * @param request what was asked
     * @param options what is allowed
     * @param handler serves it, once the answer is sent
     * @return the answer
     */
    public static HttpResponse accept(HttpRequest request, WebSocketOptions options, WebSocketHandler handler) {
        Objects.requireNonNull(handler, "handler");
        WebSocketOptions.Values values = options.values();
        String peer = request.peer().getHostString() + ':' + request.peer().getPort();
        String name = "WebSocket " + request.path() + " of " + peer;
        return Handshake.answer(request, values, agreed -> new Served(name, handler, values, agreed));
    }

    /**
     * Connects to a server, and suspends until that has agreed. Not cancel-safe: one that has come when nobody can get it any more is the caller's
     * to close.
     *
     * @param client how to connect, and how long that may take; a WebSocket takes none of its places
     * @param uri begins with {@code ws://} or {@code wss://}
     * @param options what is offered and allowed
     * @return a task that returns the WebSocket, to be {@linkplain #finish() finished} or closed
     * @throws HandshakeException when awaited, if the server does not agree
     * @throws dev.weft.http.ClientException when awaited, as {@link Http1Client#send}
     * @throws IllegalArgumentException if that is no address of a WebSocket
     */
    public static Task<WebSocket> connect(Http1Client client, URI uri, WebSocketOptions options) throws IOException {
        return connect(client, uri, HttpHeaders.none(), options);
    }

    /**
     * Connects to a server, as {@link #connect(Http1Client, URI, WebSocketOptions)}, with header fields of the caller's. Not cancel-safe, as there.
     *
     * @param client as there
     * @param uri as there
     * @param headers such as {@code authorization}, {@code cookie} or {@code origin}
     * @param options as there
     * @return as there
     * @throws IOException when awaited, as there
     * @throws IllegalArgumentException as there
     */
    public static Task<WebSocket> connect(Http1Client client, URI uri, HttpHeaders headers, WebSocketOptions options)
            throws IOException {
        Objects.requireNonNull(client, "client");
        WebSocketOptions.Values values = options.values();
        ClientRequest request = ClientRequest.get(Handshake.httpOf(Objects.requireNonNull(uri, "uri")))
                .headers(headers);
        return begin(client, request, values);
    }

    @Async
    private static Task<WebSocket> begin(Http1Client client, ClientRequest request, WebSocketOptions.Values values)
            throws IOException {
        String key = Handshake.key();
        try (ClientResponse response = await(client.send(Handshake.asked(request, key, values)))) {
            Handshake.Agreed agreed =
                    Handshake.check(request.toString(), response.status(), response.headers(), key, values);
            Session session = new Session(response.connection(), true, values, agreed);
            spawn("reader of " + session, session.reads());
            return Task.of(new WebSocket(session));
        }
    }

    // ------------------------------------------------------------------ what comes

    /**
     * Suspends until a message has come. Cancel-safe: what has come of one stays for the next call.
     *
     * @return a task that returns the message; empty, each time, when the peer has closed with 1000, 1001 or no code, or this side has
     * @throws WebSocketException when awaited and there is none because the peer has closed with another code, or sends what is not WebSocket, or a
     *     message that is too long, or is lost
     * @throws IllegalStateException when awaited while another task receives
     */
    @CancelSafe
    public Task<Optional<WebSocketMessage>> receive() throws IOException {
        return messages.next();
    }

    /**
     * Returns all messages, up to the end as {@link #receive} tells it.
     *
     * @return a generator, of which there is one at a time; closing it does not close this
     * @throws IOException when awaited, as {@link #receive}
     */
    @Async
    public AsyncGenerator<WebSocketMessage> messages() throws IOException {
        for (var next = await(messages.next()); next.isPresent(); next = await(messages.next())) {
            emit(next.get());
        }
        return AsyncGenerator.done();
    }

    /**
     * Suspends until a message has begun to come, which may be of any length. Cancel-safe.
     *
     * @return a task that returns the message, to be read; empty at the end, as {@link #receive}
     * @throws WebSocketException when awaited, as {@link #receive}
     * @throws IllegalStateException when awaited while another task receives, or behind a {@code receive} that was cancelled in the middle of a
     *     message
     */
    @CancelSafe
    public Task<Optional<IncomingMessage>> receiveInParts() throws IOException {
        return messages.nextInParts();
    }

    // ------------------------------------------------------------------ what is sent

    /**
     * Sends a text, and suspends while more than 64 KiB of what was sent wait for the peer to take them. Not cancel-safe: whether it is sent
     * cannot be told, but all of it is or nothing.
     *
     * @param text what to say
     * @return a task without a result
     * @throws WebSocketException when awaited, if it is over
     */
    @NotCancelSafe("whether the message is sent; never a part of one")
    public Task<Void> send(String text) throws IOException {
        return sent(Frame.TEXT, text.getBytes(UTF_8));
    }

    /**
     * Sends bytes, as {@link #send(String)}. Not cancel-safe, as there.
     *
     * @param bytes what to say; not to be changed until the result is there
     * @return a task without a result
     * @throws WebSocketException when awaited, if it is over
     */
    @NotCancelSafe("whether the message is sent; never a part of one")
    public Task<Void> send(byte[] bytes) throws IOException {
        return sent(Frame.BINARY, Objects.requireNonNull(bytes, "bytes"));
    }

    /**
     * Sends a text of any length, each part as soon as it is made; other messages wait meanwhile. Not cancel-safe: a message that does not come
     * to its end ends the WebSocket with 1011, and so does a generator that fails.
     *
     * @param parts of whole characters; closed when this ends
     * @return a task without a result
     * @throws WebSocketException when awaited, if it is over
     */
    @NotCancelSafe("the end of the message, without which the WebSocket cannot go on")
    public Task<Void> sendText(AsyncGenerator<String> parts) throws IOException {
        return sent(Frame.TEXT, parts.map(part -> part.getBytes(UTF_8)));
    }

    /**
     * Sends bytes of any length, as {@link #sendText}. Not cancel-safe, as there.
     *
     * @param parts closed when this ends
     * @return a task without a result
     * @throws WebSocketException when awaited, if it is over
     */
    @NotCancelSafe("the end of the message, without which the WebSocket cannot go on")
    public Task<Void> sendBinary(AsyncGenerator<byte[]> parts) throws IOException {
        return sent(Frame.BINARY, Objects.requireNonNull(parts, "parts"));
    }

    @Async
    private Task<Void> sent(int opcode, byte[] message) throws IOException {
        try {
            await(session.sender.send(opcode, message));
        } catch (IOException failed) {
            throw session.ending.explained(failed);
        }
        return Task.done();
    }

    @Async
    private Task<Void> sent(int opcode, AsyncGenerator<byte[]> parts) throws IOException {
        try {
            await(session.sender.send(opcode, parts));
        } catch (IOException failed) {
            throw session.ending.explained(failed);
        }
        return Task.done();
    }

    /**
     * Asks the peer whether it is there, and suspends until it says so. {@link WebSocketOptions#pingEvery} does that by itself. Cancel-safe.
     *
     * @return an awaitable of the time that it took
     * @throws WebSocketException when awaited, if it ends before
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Duration> ping() throws IOException {
        return session.pings.ping();
    }

    // ------------------------------------------------------------------ how it ends

    /**
     * Ends it with 1000, as {@link #finish(int, String)}. Not cancel-safe, as there.
     *
     * @return a task without a result
     */
    @NotCancelSafe("how it has ended; close() it then")
    public Task<Void> finish() {
        return finish(CloseReason.NORMAL, "");
    }

    /**
     * Tells the peer that this is the end, and suspends until it has answered and the connection is closed; within {@link
     * WebSocketOptions#closeLimit}, however that ends. Messages that have not been received are dropped: receive to the end before, if they matter.
     * If it is over already, what was said first stays. Not cancel-safe: the peer was told, and the connection is left.
     *
     * @param code 1000 if all is well, others of RFC 6455, 7.4, or 3000 to 4999 for the protocol of the messages
     * @param reason for people; at most 123 bytes in UTF-8
     * @return a task without a result
     * @throws IllegalArgumentException if the code cannot be sent, or the reason is longer
     */
    @NotCancelSafe("how it has ended; close() it then")
    public Task<Void> finish(int code, String reason) {
        if (!CloseReason.maySend(code)) {
            throw new IllegalArgumentException(
                    "finish(" + code + ", ...): 1000 to 1003, 1007 to 1014, or 3000 to 4999");
        }
        if (reason.getBytes(UTF_8).length > Frame.MOST_CONTROL - 2) {
            throw new IllegalArgumentException("a reason of more than 123 bytes: " + reason);
        }
        return session.finish(new CloseReason(code, reason));
    }

    /**
     * Suspends until nothing more can come, as the peer has closed or is lost. What has come can be received then. Cancel-safe.
     *
     * @return an awaitable without a result
     */
    @CancelSafe
    public Awaitable<Void> over() {
        return session.ending.over.untilSet();
    }

    /**
     * Returns what the peer has said at the end.
     *
     * @return its code and reason; empty if it has said nothing yet, or was lost without a word
     */
    public Optional<CloseReason> closeReason() {
        return Optional.ofNullable(session.ending.said());
    }

    /**
     * Closes the connection at once, without a word to the peer, who takes this side for lost; after {@link #finish()} it does nothing. What has
     * come and was not received is dropped. Never suspends. Idempotent.
     */
    @Override
    public void close() {
        session.close();
    }

    // ------------------------------------------------------------------ what is known of it

    /**
     * Returns the protocol of the messages.
     *
     * @return one of {@link WebSocketOptions#subprotocols}; empty if both sides have agreed on none
     */
    public String subprotocol() {
        return session.subprotocol;
    }

    /** Whose connection it is, for messages. */
    @Override
    public String toString() {
        return session.toString();
    }
}
