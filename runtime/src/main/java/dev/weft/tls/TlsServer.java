// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.NotCancelSafe;
import dev.weft.io.ByteStream;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.ServerOptions;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of TLS: how it is set, and what it starts. Immutable; the methods that set something give another one. {@link
 * Tls#server} makes one. Whether clients may resume is the context's to say: they may, unless its {@link
 * SSLContext#getServerSessionContext()} is set otherwise. Any thread, except where the text says otherwise. No argument may be null.
 */
public final class TlsServer {
    private final Common common;
    private final ClientAuth clientAuth;
    private final Function<? super @Nullable String, ? extends @Nullable SSLContext> contexts;

    /** Null where the task of the connection fails. */
    private final @Nullable BiConsumer<? super InetSocketAddress, ? super IOException> onFailed;

    TlsServer(Common common) {
        this(common, ClientAuth.NONE, name -> common.context(), null);
    }

    private TlsServer(
            Common common,
            ClientAuth clientAuth,
            Function<? super @Nullable String, ? extends @Nullable SSLContext> contexts,
            @Nullable BiConsumer<? super InetSocketAddress, ? super IOException> onFailed) {
        this.common = common;
        this.clientAuth = clientAuth;
        this.contexts = contexts;
        this.onFailed = onFailed;
    }

    private TlsServer with(Common other) {
        return new TlsServer(other, clientAuth, contexts, onFailed);
    }

    // ------------------------------------------------------------------ how it is set

    /**
     * Makes one that speaks these versions, in place of those that the context has switched on.
     *
     * @param names such as {@code TLSv1.3} and {@code TLSv1.2}; at least one
     * @return the other server
     * @throws IllegalArgumentException if the JDK does not know one; the message lists those it knows
     */
    public TlsServer protocols(String... names) {
        return with(common.withProtocols(names));
    }

    /**
     * Makes one that accepts these cipher suites, in place of those that the context has switched on.
     *
     * @param names such as {@code TLS_AES_128_GCM_SHA256}, the best first; at least one
     * @return the other server
     * @throws IllegalArgumentException if the JDK does not know one; the message lists those it knows
     */
    public TlsServer cipherSuites(String... names) {
        return with(common.withCipherSuites(names));
    }

    /**
     * Makes one that speaks these protocols by ALPN: the first that the client offers, too. A client that offers others alone is refused; one
     * that offers none is not.
     *
     * @param names such as {@code h2} and {@code http/1.1}, the best first; none for no ALPN
     * @return the other server
     * @throws IllegalArgumentException if one is empty, or longer than 255 characters
     */
    public TlsServer applicationProtocols(String... names) {
        return with(common.withApplicationProtocols(names));
    }

    /**
     * Makes one that asks its clients for a certificate, or does not.
     *
     * @param asked what is asked; at first it is {@link ClientAuth#NONE}
     * @return the other server
     */
    public TlsServer clientAuth(ClientAuth asked) {
        return new TlsServer(common, Objects.requireNonNull(asked, "asked"), contexts, onFailed);
    }

    /**
     * Makes one that has a context for each name that clients ask for by SNI, in place of the one that it was made with.
     *
     * @param chooser called on the loop's thread for each connection, with the name as the client has sent it, or null if it has sent none;
     *     must not block. Returns the context, or null to refuse the client, which is then told {@code unrecognized_name}
     * @return the other server
     */
    public TlsServer contexts(Function<? super @Nullable String, ? extends @Nullable SSLContext> chooser) {
        return new TlsServer(common, clientAuth, Objects.requireNonNull(chooser, "chooser"), onFailed);
    }

    /**
     * Makes one with another limit for a handshake, which is 30 seconds at first. A client that has not ended its handshake by then is closed.
     *
     * @param limit the time; more than zero
     * @return the other server
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public TlsServer handshakeLimit(Duration limit) {
        return with(common.withHandshakeLimit(limit));
    }

    /**
     * Makes one that tells a function of each client with which the handshake fails, which a public server sees all day. The task of the
     * connection then ends without a failure, so that nothing of it goes to the log. A client that goes before it has sent a byte is told to
     * nobody. Who calls {@link #upgrade(Connection)} gets the failure there.
     *
     * @param told called on the loop's thread with the address of the client and with what failed, whose message says where the handshake
     *     stood: a {@link javax.net.ssl.SSLHandshakeException} or another {@link IOException}; must not block. With what it throws the task
     *     of the connection fails
     * @return the other server
     */
    public TlsServer onFailedHandshake(BiConsumer<? super InetSocketAddress, ? super IOException> told) {
        return new TlsServer(common, clientAuth, contexts, Objects.requireNonNull(told, "told"));
    }

    // ------------------------------------------------------------------ what it starts

    /**
     * Starts a server over TCP whose connections are encrypted, as {@link Tcp#startServer}. Never suspends. Loop thread only.
     *
     * @param handler makes the task that serves an encrypted connection, as {@link #handler} says
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the system choose
     * @return the server
     * @throws IOException if there is no server to be had, as there
     */
    public Server startServer(ConnectionHandler handler, String host, int port) throws IOException {
        return startServer(Tcp.network(), handler, host, port);
    }

    /**
     * Starts a server whose connections are encrypted. Never suspends. Loop thread only.
     *
     * @param network where it listens
     * @param handler makes the task that serves an encrypted connection, as {@link #handler} says
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the network choose
     * @return the server
     * @throws IOException if there is no server to be had, as {@link Network#startServer}
     */
    public Server startServer(Network network, ConnectionHandler handler, String host, int port) throws IOException {
        return startServer(network, handler, host, port, ServerOptions.defaults());
    }

    /**
     * Starts a server whose connections are encrypted, as {@link #startServer(Network, ConnectionHandler, String, int)}. Never suspends. Loop
     * thread only.
     *
     * @param network where it listens
     * @param handler makes the task that serves an encrypted connection, as {@link #handler} says
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the network choose
     * @param options how it listens, and what it accepts; a connection counts from before its handshake
     * @return the server
     * @throws IOException if there is no server to be had, as {@link Network#startServer}
     */
    public Server startServer(Network network, ConnectionHandler handler, String host, int port, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        return network.startServer(handler(handler), host, port, options);
    }

    /**
     * Makes a handler of plain connections of one of encrypted ones, for what takes handlers. The task that serves a connection begins with the
     * handshake, and goes on with the task of the other handler when that has succeeded. If it fails, so does the task, which is told as
     * one that nobody sees ({@link dev.weft.EventLoop#setExceptionHandler}), unless {@link #onFailedHandshake} is told; a client that goes
     * before it has sent a byte is no failure.
     *
     * @param handler makes the task that serves an encrypted connection
     * @return the handler of plain ones
     */
    public ConnectionHandler handler(ConnectionHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return plain -> new Served(handshake(plain), handler, failure -> failed(plain, failure));
    }

    private boolean failed(Connection plain, IOException failure) {
        if (onFailed == null) {
            return false;
        }
        onFailed.accept(plain.peerAddress(), failure);
        return true;
    }

    /**
     * Suspends until a plain connection is encrypted, in the middle of what is said over it, as {@link TlsClient#upgrade(Connection,
     * String)}. Not cancel-safe: the connection is closed.
     *
     * @param plain the connection, in which neither a read nor a write waits
     * @return an awaitable of the encrypted connection, to be awaited once
     * @throws javax.net.ssl.SSLHandshakeException when awaited and the two do not come together
     * @throws IOException when awaited and there are bytes that nobody has read, or the plain connection is closed
     */
    @NotCancelSafe("the connection, which is closed")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Connection> upgrade(Connection plain) throws IOException {
        return handshake(Objects.requireNonNull(plain, "plain"));
    }

    /**
     * Suspends until a plain stream is encrypted, as {@link #upgrade(Connection)}. Not cancel-safe: the stream is closed.
     *
     * @param plain the stream, in which neither a read nor a write waits
     * @return an awaitable of the encrypted stream, to be awaited once
     * @throws IOException when awaited, as {@link #upgrade(Connection)}
     */
    @NotCancelSafe("the stream, which is closed")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<ByteStream> upgrade(ByteStream plain) throws IOException {
        return new Handshake<>(
                Objects.requireNonNull(plain, "plain"), role(), ByteStream::new, common.handshakeLimit());
    }

    private Awaitable<Connection> handshake(Connection plain) {
        return new Handshake<>(
                plain,
                role(),
                over -> new Connection(over, plain.localAddress(), plain.peerAddress()),
                common.handshakeLimit());
    }

    private Role role() {
        return new ServerRole(common, clientAuth, contexts);
    }
}
