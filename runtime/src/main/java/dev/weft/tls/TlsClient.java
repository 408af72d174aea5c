// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.io.ByteStream;
import dev.weft.net.ConnectOptions;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of TLS: how it is set, and what it opens. Immutable; the methods that set something give another one. {@link
 * Tls#client()} makes one.
 *
 * <p>The certificate of a server has to be one of the name that the client asked for, and from somebody whom the context trusts. A
 * connection that is resumed takes a message less, and no certificates; the context remembers what it needs for that, so use one client for
 * many connections. Any thread, except where the text says otherwise. No argument may be null.
 */
public final class TlsClient {
    private final Common common;
    private final @Nullable String serverName;
    private final boolean checksHostname;
    private final boolean resumes;

    TlsClient(Common common) {
        this(common, null, true, true);
    }

    private TlsClient(Common common, @Nullable String serverName, boolean checksHostname, boolean resumes) {
        this.common = common;
        this.serverName = serverName;
        this.checksHostname = checksHostname;
        this.resumes = resumes;
    }

    private TlsClient with(Common other) {
        return new TlsClient(other, serverName, checksHostname, resumes);
    }

    // ------------------------------------------------------------------ how it is set

    /**
     * Makes one that speaks these versions, in place of those that the context has switched on.
     *
     * @param names such as {@code TLSv1.3} and {@code TLSv1.2}; at least one
     * @return the other client
     * @throws IllegalArgumentException if the JDK does not know one; the message lists those it knows
     */
    public TlsClient protocols(String... names) {
        return with(common.withProtocols(names));
    }

    /**
     * Makes one that offers these cipher suites, in place of those that the context has switched on.
     *
     * @param names such as {@code TLS_AES_128_GCM_SHA256}, the best first; at least one
     * @return the other client
     * @throws IllegalArgumentException if the JDK does not know one; the message lists those it knows
     */
    public TlsClient cipherSuites(String... names) {
        return with(common.withCipherSuites(names));
    }

    /**
     * Makes one that offers these protocols by ALPN. Which one the server has chosen says {@link TlsSession#applicationProtocol()}.
     *
     * @param names such as {@code h2} and {@code http/1.1}, the best first; none for no ALPN
     * @return the other client
     * @throws IllegalArgumentException if one is empty, or longer than 255 characters
     */
    public TlsClient applicationProtocols(String... names) {
        return with(common.withApplicationProtocols(names));
    }

    /**
     * Makes one that asks for a server of this name by SNI, and wants to see the certificate of that, whichever host it connects to.
     *
     * @param name the name, or an address in numbers
     * @return the other client
     */
    public TlsClient serverName(String name) {
        return new TlsClient(common, Objects.requireNonNull(name, "name"), checksHostname, resumes);
    }

    /**
     * Makes one that takes a certificate for whichever name: whoever has any certificate that the context trusts can then answer in place of
     * the server. For contexts that trust the one server alone.
     *
     * @return the other client
     */
    public TlsClient withoutHostnameCheck() {
        return new TlsClient(common, serverName, false, resumes);
    }

    /**
     * Makes one whose connections begin with a whole handshake each.
     *
     * @return the other client
     */
    public TlsClient withoutResumption() {
        return new TlsClient(common, serverName, checksHostname, false);
    }

    /**
     * Makes one with another limit for a handshake, which is 30 seconds at first. What it takes to open the plain connection does not count.
     *
     * @param limit the time; more than zero
     * @return the other client
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public TlsClient handshakeLimit(Duration limit) {
        return with(common.withHandshakeLimit(limit));
    }

    // ------------------------------------------------------------------ what it opens

    /**
     * Makes a network of encrypted connections of one of plain ones, for code that takes a network and is to know nothing of TLS. It only opens
     * connections: to start a server is an {@link UnsupportedOperationException}, see {@link Tls#network}.
     *
     * @param plain where the plain connections are opened
     * @return the network
     */
    public Network network(Network plain) {
        return new ClientNetwork(Objects.requireNonNull(plain, "plain"), this);
    }

    /**
     * Suspends until an encrypted connection is open over TCP, as {@link #openConnection(Network, String, int)}. Cancel-safe.
     *
     * @param host a name or an address; without the port
     * @param port 0 to 65535
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as there
     */
    @CancelSafe
    public Awaitable<Connection> openConnection(String host, int port) throws IOException {
        return openConnection(Tcp.network(), host, port);
    }

    /**
     * Suspends until an encrypted connection is open. Cancel-safe: a cancelled one has opened nothing; what was open before is given, or
     * closed if nobody can get it any more. Nothing happens before the await.
     *
     * @param network where the plain connection is opened
     * @param host a name or an address; without the port. The certificate of the server has to be for it
     * @param port 0 to 65535
     * @return an awaitable of the connection, to be awaited once
     * @throws javax.net.ssl.SSLHandshakeException when awaited and the two do not come together; the message says why, of a certificate that
     *     is not taken whose it is too. {@link HandshakeTimeoutException} if it takes too long
     * @throws IOException when awaited, as {@link Network#openConnection}
     * @throws IllegalArgumentException if the port is out of range
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Connection> openConnection(Network network, String host, int port) throws IOException {
        return openConnection(network, host, port, ConnectOptions.defaults());
    }

    /**
     * Suspends until an encrypted connection is open, as {@link #openConnection(Network, String, int)}. Cancel-safe, as there.
     *
     * @param network where the plain connection is opened
     * @param host a name or an address; without the port. The certificate of the server has to be for it
     * @param port 0 to 65535
     * @param options how the plain connection is opened
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as there
     * @throws IllegalArgumentException if the port is out of range
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Connection> openConnection(Network network, String host, int port, ConnectOptions options)
            throws IOException {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        return new TlsConnect(network.openConnection(host, port, options), plain -> handshake(plain, host));
    }

    /**
     * Suspends until a plain connection is encrypted, in the middle of what is said over it, as {@code STARTTLS} does. The plain one is closed
     * from the beginning on, and whoever closes it closes the encrypted one. What the peer has sent before in plain and nobody has read is
     * refused: somebody between the two may have put it there.
     *
     * <p>Not cancel-safe: a connection in the middle of a handshake is good for nothing more, and is closed. So it is when the handshake
     * fails.
     *
     * @param plain the connection, in which neither a read nor a write waits
     * @param host whose certificate the server has to show, unless {@link #serverName} says another
     * @return an awaitable of the encrypted connection, to be awaited once
     * @throws javax.net.ssl.SSLHandshakeException when awaited, as {@link #openConnection(Network, String, int)}
     * @throws IOException when awaited and there are bytes that nobody has read, or the plain connection is closed
     */
    @NotCancelSafe("the connection, which is closed")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Connection> upgrade(Connection plain, String host) throws IOException {
        return handshake(Objects.requireNonNull(plain, "plain"), Objects.requireNonNull(host, "host"));
    }

    /**
     * Suspends until a plain stream is encrypted, as {@link #upgrade(Connection, String)}. Not cancel-safe: the stream is closed.
     *
     * @param plain the stream, in which neither a read nor a write waits
     * @param host whose certificate the server has to show, unless {@link #serverName} says another
     * @return an awaitable of the encrypted stream, to be awaited once
     * @throws IOException when awaited, as {@link #upgrade(Connection, String)}
     */
    @NotCancelSafe("the stream, which is closed")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<ByteStream> upgrade(ByteStream plain, String host) throws IOException {
        Objects.requireNonNull(plain, "plain");
        Role role = role(Objects.requireNonNull(host, "host"), 0);
        return new Handshake<>(plain, role, ByteStream::new, common.handshakeLimit());
    }

    private Awaitable<Connection> handshake(Connection plain, String host) {
        return new Handshake<>(
                plain,
                role(host, plain.peerAddress().getPort()),
                over -> new Connection(over, plain.localAddress(), plain.peerAddress()),
                common.handshakeLimit());
    }

    private Role role(String host, int port) {
        return new ClientRole(common, serverName == null ? host : serverName, port, checksHostname, resumes);
    }
}
