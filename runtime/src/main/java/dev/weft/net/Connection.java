// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.io.ByteStream;
import dev.weft.io.EndpointClosedException;
import dev.weft.io.Transport;
import dev.weft.spi.Fence;
import dev.weft.spi.LoopThread;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two addresses: the {@link ByteStream stream} of bytes over it, and who is at its ends. Small writes are sent at once
 * ({@code TCP_NODELAY}), unless an option says otherwise.
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

    /** Takes over a channel that was accepted; the caller closes that if this fails. */
    static Connection over(EventLoop loop, SocketChannel channel) throws IOException {
        TcpTransport transport = new TcpTransport(loop, channel, null);
        TcpTransport.setFirstOptions(channel, UnixAddresses.isOne(transport.local()));
        return over(transport);
    }

    /** Takes over a transport; the caller closes its channel if this fails. */
    static Connection over(TcpTransport transport) {
        return new Connection(transport, transport.local(), transport.peer());
    }

    // ------------------------------------------------------------------ the socket

    /**
     * Sets an option of the socket: {@code TCP_NODELAY}, {@code SO_KEEPALIVE}, {@code SO_SNDBUF}, {@code SO_RCVBUF}, {@code SO_LINGER} and
     * {@code IP_TOS} of {@link java.net.StandardSocketOptions}, and those of {@code jdk.net.ExtendedSocketOptions} that the system has, such
     * as {@code TCP_KEEPIDLE}. Of {@code SO_LINGER} zero alone does something, which is that {@link #close()} resets: no close waits. In memory
     * options are remembered, and only that one changes something. Loop thread only.
     *
     * @param option which one
     * @param value its value
     * @param <T> the type of the value
     * @return this
     * @throws ClosedChannelException if this is closed
     * @throws IOException if the system refuses
     * @throws IllegalArgumentException if that is no value of the option
     * @throws UnsupportedOperationException if there is no such option here, see {@link #supportedOptions()}; the message names those there are
     */
    public <T> Connection setOption(SocketOption<T> option, T value) throws IOException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        openSocket("setOption(...)").setOption(option, value);
        return this;
    }

    /**
     * Returns the value of an option, which may be another than was asked for: of a buffer Linux has twice the size. Loop thread only.
     *
     * @param option which one
     * @param <T> the type of the value
     * @return the value; null if there is none
     * @throws ClosedChannelException if this is closed
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no such option here
     */
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        Objects.requireNonNull(option, "option");
        return openSocket("getOption(...)").getOption(option);
    }

    /**
     * Returns the options that there are here. Any thread.
     *
     * @return the options; none where what carries the bytes is no socket
     */
    public Set<SocketOption<?>> supportedOptions() {
        return about(SocketTransport.class)
                .map(SocketTransport::supportedOptions)
                .orElse(Set.of());
    }

    private SocketTransport openSocket(String operation) throws ClosedChannelException {
        LoopThread.require(loop(), operation, this);
        if (!isOpen()) {
            throw new EndpointClosedException(this + " is closed");
        }
        return about(SocketTransport.class)
                .orElseThrow(() -> new UnsupportedOperationException(
                        this + " has no options: what carries its bytes is no socket"));
    }

    /**
     * Breaks the connection off, in place of {@link #close()}: what was written and not sent is lost, and the peer's reads and writes fail
     * with {@link ConnectionResetException}, so that it takes nothing for whole that is not. Over a Unix socket, which knows no reset, the
     * peer sees that only if there is something that this end has not read, and else an end. What waits here gets {@link
     * java.nio.channels.AsynchronousCloseException}. Never suspends. Idempotent, and nothing happens on any thread once this is closed.
     *
     * @throws IllegalStateException on another thread, if this is open
     */
    public void reset() {
        if (isOpen()) {
            LoopThread.require(loop(), "reset()", this);
            abandonOutput();
            about(SocketTransport.class).ifPresent(Connection::reset);
        }
        close();
    }

    private static void reset(SocketTransport socket) {
        try {
            socket.reset();
        } catch (IOException failed) {
            Reports.warning("resetting " + Fence.textOf(socket) + " failed", failed);
        }
    }

    // ------------------------------------------------------------------ addresses

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
