// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.io.ByteStream;
import dev.weft.io.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * A connection between two addresses: the {@link ByteStream stream} of bytes over it, and who is at its ends. Small writes are sent at once
 * ({@code TCP_NODELAY}).
 *
 * <p>What holds for each stream holds here: it is owned by the loop on whose thread it was made, is used on that thread, has at most one
 * read and one write at a time, and is closed by whoever holds it. A {@link ConnectionHandler}'s connection is closed when the handler
 * ends.
 */
public final class Connection extends ByteStream {
    private final InetSocketAddress local;
    private final InetSocketAddress peer;

    /**
     * Makes a connection, which owns its transport from now on; for those who bring another kind of network than TCP.
     *
     * @param transport what carries the bytes; open, and used by nothing else
     * @param local the address of this end
     * @param peer the address of the other end
     * @throws IllegalStateException if the transport's loop is closed; the transport is the caller's still
     */
    public Connection(Transport transport, InetSocketAddress local, InetSocketAddress peer) {
        super(known(transport, local, peer));
        this.local = local;
        this.peer = peer;
    }

    private static Transport known(Transport transport, InetSocketAddress local, InetSocketAddress peer) {
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(peer, "peer");
        return transport;
    }

    /** Takes over a channel that is connected; the caller closes that if this fails. */
    static Connection over(EventLoop loop, SocketChannel channel) throws IOException {
        return over(new TcpTransport(loop, channel, null));
    }

    /** Takes over a transport; the caller closes its channel if this fails. */
    static Connection over(TcpTransport transport) {
        return new Connection(transport, transport.local(), transport.peer());
    }

    /**
     * Returns the address of this end, also after closing. Any thread.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return local;
    }

    /**
     * Returns the address of the other end, also after closing. Any thread.
     *
     * @return the address
     */
    public InetSocketAddress peerAddress() {
        return peer;
    }
}
