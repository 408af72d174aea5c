// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.io.ByteStream;
import dev.weft.net.ConnectOptions;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.ServerOptions;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * The front door of TLS. A {@link TlsClient} opens connections and a {@link TlsServer} starts servers whose bytes are encrypted; they are
 * {@link Connection}s as any, and each rule of those holds. {@link Credentials} make the context that says who one is and whom one trusts.
 *
 * <pre>{@code
 * try (Connection connection = await(Tls.client().openConnection("example.com", 443))) {
 *     await(connection.write(request));
 *     byte[] answer = await(connection.readExactly(16));
 * }
 * }</pre>
 *
 * <p>Where the peer's bytes end without its goodbye, a read fails with {@link TruncatedException}, and does not say that the stream has
 * ended. {@link Connection#close()} says goodbye; the descriptor is released when the peer has, too, and after five seconds at the latest.
 * Any thread. No argument may be null.
 */
public final class Tls {
    private Tls() {}

    /** The client that trusts whom the JDK trusts, made when somebody wants it. */
    private static final class Default {
        static final TlsClient CLIENT = client(Credentials.none().context());
    }

    /**
     * Returns a client that trusts whom the JDK trusts: those in its {@code cacerts}, or in what {@code javax.net.ssl.trustStore} names. The
     * first call reads these, which blocks.
     *
     * @return the client, always the same
     */
    public static TlsClient client() {
        return Default.CLIENT;
    }

    /**
     * Makes a client.
     *
     * @param context says whom it trusts, and who it is if the server asks: of {@link Credentials}, or another one
     * @return the client
     */
    public static TlsClient client(SSLContext context) {
        return new TlsClient(Common.of(context));
    }

    /**
     * Makes a server.
     *
     * @param context says who it is, and whom it trusts if it asks its clients: of {@link Credentials}, or another one
     * @return the server
     */
    public static TlsServer server(SSLContext context) {
        return new TlsServer(Common.of(context));
    }

    /**
     * Makes a network of encrypted connections of one of plain ones, for code that takes a network and is to know nothing of TLS. For code
     * that starts no server there is {@link TlsClient#network}.
     *
     * @param plain where connections are opened and servers listen
     * @param client opens the connections
     * @param server starts the servers
     * @return the network
     */
    public static Network network(Network plain, TlsClient client, TlsServer server) {
        return new Encrypted(
                Objects.requireNonNull(plain, "plain"),
                Objects.requireNonNull(client, "client"),
                Objects.requireNonNull(server, "server"));
    }

    /** What {@link #network} gives. */
    private record Encrypted(Network plain, TlsClient client, TlsServer server) implements Network {
        @Override
        public Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException {
            return client.openConnection(plain, host, port, options);
        }

        @Override
        public Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options)
                throws IOException {
            return server.startServer(plain, handler, host, port, options);
        }
    }

    /**
     * Returns what was agreed on in the handshake of a stream, also after closing. Code that takes plain streams, too, asks {@link
     * ByteStream#about}.
     *
     * @param stream an encrypted stream
     * @return the session
     * @throws IllegalArgumentException if it is not encrypted
     */
    public static TlsSession session(ByteStream stream) {
        return stream.about(TlsSession.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        stream + " is not encrypted: it came from no TlsClient, TlsServer or upgrade"));
    }
}
