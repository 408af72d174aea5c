// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.io.EndpointClosedException;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where datagrams are sent and received by awaiting: over UDP, and what others bring. A datagram comes whole or not at all, once or more
 * often, and not in order; nobody is told of one that is lost. It is owned by one loop.
 *
 * <p>It exchanges datagrams with everybody, or, once it is {@linkplain #connect connected}, with one peer only. Then it also learns that
 * nobody receives there: {@link java.net.PortUnreachableException} from the next receive or send.
 *
 * <p>At most one receive and one send at a time: a second one fails with {@link IllegalStateException} while another task waits in the
 * first. Both are independent. What {@code receive} and {@code send} return does nothing until it is awaited, and is to be awaited once.
 *
 * <p>Loop thread only, except where the text says otherwise. The awaitables may be made on any thread, which can block on them or give them
 * a callback; the operation itself runs on the loop.
 *
 * <p>Whoever holds an endpoint closes it; what is open when the loop closes is closed by that. No argument may be null.
 */
public final class DatagramEndpoint implements AutoCloseable {
    private final DatagramTransport transport;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final DatagramDuplex duplex;
    private final Memberships memberships;

    /**
     * Makes an endpoint, which owns its transport from now on; for those who bring another kind of network than UDP.
     *
     * @param transport what carries the datagrams; open, and used by nothing else
     * @throws IllegalStateException if the transport's loop is closed; the transport is the caller's still
     */
    public DatagramEndpoint(DatagramTransport transport) {
        this.transport = Objects.requireNonNull(transport, "transport");
        duplex = new DatagramDuplex(transport);
        incoming = new Incoming(duplex);
        outgoing = new Outgoing(duplex);
        memberships = new Memberships(transport);
    }

    // ------------------------------------------------------------------ receiving

    /**
     * Suspends until a datagram has come, and gives it with its sender. Cancel-safe: a cancelled one has taken nothing; what was received
     * for nobody, by a part of a {@link dev.weft.Weft#gather} that failed, is the next to be received.
     *
     * @return an awaitable of the datagram
     * @throws java.net.PortUnreachableException when awaited: it is connected, and what was sent has been refused
     * @throws IOException when awaited: the transport failed or is closed, with {@link ClosedChannelException}, or {@link
     *     java.nio.channels.AsynchronousCloseException} if it was closed meanwhile
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Datagram> receive() throws IOException {
        return new Receive(incoming);
    }

    /**
     * Suspends until a datagram has come, and puts as much of it into a buffer as there is room for; moves its position. Cancel-safe: a
     * cancelled one has taken nothing. What was received for nobody, by a part of a {@link dev.weft.Weft#gather} that failed, lies in the
     * buffer.
     *
     * @param target where to put the bytes; not to be touched until the result is there
     * @return an awaitable of the sender, the size, and whether something was cut off
     * @throws IOException when awaited, as {@link #receive()}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Arrival> receive(ByteBuffer target) throws IOException {
        if (Objects.requireNonNull(target, "target").isReadOnly()) {
            throw new IllegalArgumentException("receive into a read-only buffer");
        }
        return new ReceiveInto(incoming, target);
    }

    /**
     * Suspends until a datagram has come, and gives it and all others that are there, in their order, each with bytes of its own.
     * Cancel-safe: a cancelled one has taken nothing; what was received for nobody is the next to be received. After a megabyte others get
     * their turn, so there may be more. What fails behind the first datagram fails whoever receives next.
     *
     * @param max the most to receive, at least 1
     * @return an awaitable of the datagrams, at least one; the list is the caller's
     * @throws IOException when awaited, as {@link #receive()}
     * @throws IllegalArgumentException if {@code max} is not positive
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<List<Datagram>> receiveMany(int max) throws IOException {
        if (max < 1) {
            throw new IllegalArgumentException("receiveMany(" + max + "): at least one");
        }
        return new ReceiveMany(incoming, max);
    }

    // ------------------------------------------------------------------ sending

    /**
     * Suspends until a datagram was handed to the transport for the peer with which this is connected; there may be no room for it at first.
     * It may be lost all the same. Cancel-safe: a datagram is sent whole or not at all, and one that waited has not been sent.
     *
     * @param payload the bytes, none of which is a datagram, too; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws java.net.PortUnreachableException when awaited: what was sent before has been refused, and this was not sent
     * @throws java.net.SocketException when awaited: it is larger than a datagram may be, 65,507 bytes over IPv4; the message names both
     * @throws IOException when awaited: the transport failed or is closed, as for {@link #receive()}
     * @throws IllegalStateException when awaited: it is not connected
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> send(byte[] payload) throws IOException {
        return send(ByteBuffer.wrap(Objects.requireNonNull(payload, "payload")));
    }

    /**
     * Suspends until what remains in a buffer was handed to the transport as one datagram. Cancel-safe, and else as {@link #send(byte[])}.
     *
     * @param payload the bytes; not to be touched until the result is there, and then at its limit
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #send(byte[])}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> send(ByteBuffer payload) throws IOException {
        return new Send(outgoing, Objects.requireNonNull(payload, "payload"), null);
    }

    /**
     * Suspends until a datagram was handed to the transport for an address. Cancel-safe, and else as {@link #send(byte[])}.
     *
     * @param payload the bytes; not to be touched until the result is there
     * @param to who is to get it, which is resolved: {@link #resolve} finds the address of a name
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #send(byte[])}; also if everybody is sent to and {@code SO_BROADCAST} is not set
     * @throws IllegalStateException when awaited: it is connected with somebody else
     * @throws IllegalArgumentException if the address is not resolved
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> send(byte[] payload, InetSocketAddress to) throws IOException {
        return send(ByteBuffer.wrap(Objects.requireNonNull(payload, "payload")), to);
    }

    /**
     * Suspends until what remains in a buffer was handed to the transport as one datagram for an address. Cancel-safe, and else as {@link
     * #send(byte[], InetSocketAddress)}.
     *
     * @param payload the bytes; not to be touched until the result is there, and then at its limit
     * @param to who is to get it
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #send(byte[])}
     * @throws IllegalArgumentException if the address is not resolved
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> send(ByteBuffer payload, InetSocketAddress to) throws IOException {
        return new Send(outgoing, Objects.requireNonNull(payload, "payload"), resolved(to));
    }

    /**
     * Suspends until all of some datagrams were handed to the transport, in their order; it waits whenever there is no room, and lets
     * others have their turn now and then. The first failure ends it. Not cancel-safe.
     *
     * @param datagrams what is to be sent, each to its peer, such as what was received; may be empty; neither the list nor the bytes are to be
     *     touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #send(byte[], InetSocketAddress)}
     * @throws IllegalArgumentException if an address is not resolved
     */
    @NotCancelSafe("which of the datagrams were sent")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> sendMany(List<Datagram> datagrams) throws IOException {
        Objects.requireNonNull(datagrams, "datagrams").forEach(datagram -> resolved(datagram.peer()));
        return new SendMany(outgoing, datagrams);
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        if (Objects.requireNonNull(address, "to").isUnresolved()) {
            throw new IllegalArgumentException("a datagram to " + Addresses.text(address)
                    + ", which is not resolved: send it to what await(endpoint.resolve(host, port)) gives.");
        }
        return address;
    }

    // ------------------------------------------------------------------ addresses

    /**
     * Takes an address of this host, at which others reach this. Once, and before anything is sent or received. Never suspends.
     *
     * @param host the address in numbers, such as {@code 0.0.0.0} for every interface, or {@code localhost}; a name is looked up nowhere
     * @param port 0 to 65535; 0 lets the system choose
     * @return this
     * @throws java.net.BindException if it is not to be had, or this has an address already; the message says which one
     * @throws java.net.UnknownHostException if the host is no address in numbers
     * @throws IOException if the transport failed or is closed
     * @throws IllegalArgumentException if the port is out of range
     */
    public DatagramEndpoint bind(String host, int port) throws IOException {
        Objects.requireNonNull(host, "host");
        open("bind(...)").bind(host, port);
        return this;
    }

    /**
     * Suspends until this exchanges datagrams with one peer only, in place of any that there was; nothing is sent for that. What has come
     * before is gone. A name is resolved on another thread, and the first of its addresses taken that can be used. Cancel-safe: a cancelled
     * one has not changed the peer; one that has is not taken back.
     *
     * @param host a name, or an IPv4 or IPv6 address; without the port
     * @param port 1 to 65535
     * @return an awaitable without a result
     * @throws java.net.UnknownHostException when awaited and the name has no address that can be used
     * @throws IOException when awaited and the transport failed or is closed
     * @throws IllegalArgumentException if the port is out of range
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> connect(String host, int port) throws IOException {
        return connect(InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port));
    }

    /**
     * Suspends until this exchanges datagrams with one peer only. Cancel-safe, and else as {@link #connect(String, int)}.
     *
     * @param peer with whom; one that is unresolved is resolved when awaited
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #connect(String, int)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> connect(InetSocketAddress peer) throws IOException {
        return new Resolution<>(transport, "connect", Objects.requireNonNull(peer, "peer"), this::connectTo);
    }

    @SuppressWarnings("NullAway") // Void
    private Void connectTo(InetSocketAddress peer) throws IOException {
        open("connect(...)").connect(peer);
        incoming.forget();
        return null;
    }

    /**
     * Exchanges datagrams with everybody again. Never suspends. Idempotent.
     *
     * @throws IOException if the transport failed or is closed
     */
    public void disconnect() throws IOException {
        open("disconnect()").disconnect();
    }

    /**
     * Suspends until the address of a host is known that this can send to: numbers as they are, and a name as another thread has resolved
     * it. Cancel-safe.
     *
     * @param host a name, or an IPv4 or IPv6 address; without the port
     * @param port 0 to 65535
     * @return an awaitable of the first address that can be used
     * @throws java.net.UnknownHostException when awaited and there is none
     * @throws IllegalArgumentException if the port is out of range
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<InetSocketAddress> resolve(String host, int port) throws IOException {
        InetSocketAddress target = InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port);
        return new Resolution<>(transport, "resolve", target, address -> address);
    }

    /**
     * Returns the address at which this receives, also after closing. Any thread.
     *
     * @return the address; null as long as it has none
     */
    public @Nullable InetSocketAddress localAddress() {
        return transport.localAddress();
    }

    /**
     * Returns the peer with which this is connected, also after closing. Any thread.
     *
     * @return the address; null if it is not connected
     */
    public @Nullable InetSocketAddress peerAddress() {
        return transport.peer();
    }

    // ------------------------------------------------------------------ groups and options

    /**
     * Joins a multicast group on the interface that is set by {@link java.net.StandardSocketOptions#IP_MULTICAST_IF}, else on the first one
     * that multicasts. Never suspends.
     *
     * @param group the address of the group
     * @return a membership of its own, by which it is left; it ends with the endpoint
     * @throws IOException if that cannot be
     * @throws IllegalArgumentException if it is no address of a group
     */
    public Membership join(InetAddress group) throws IOException {
        return joinOn(group, null, null);
    }

    /**
     * Joins a multicast group: what is sent to it at this port is received here. Never suspends.
     *
     * @param group the address of the group
     * @param on the interface on which it is joined
     * @return a membership of its own, by which it is left; it ends with the endpoint
     * @throws IOException if that cannot be
     * @throws IllegalArgumentException if it is no address of a group
     * @throws IllegalStateException if this is in the group for one source
     */
    public Membership join(InetAddress group, NetworkInterface on) throws IOException {
        return joinOn(group, Objects.requireNonNull(on, "on"), null);
    }

    /**
     * Joins a multicast group for what one sender sends to it; again for another one. Never suspends.
     *
     * @param group the address of the group
     * @param on the interface on which it is joined
     * @param source the address of the sender
     * @return a membership of its own, by which it is left; it ends with the endpoint
     * @throws IOException if that cannot be
     * @throws IllegalArgumentException if it is no address of a group, or the source is no address of a single host
     * @throws IllegalStateException if this is in the group for all senders
     */
    public Membership join(InetAddress group, NetworkInterface on, InetAddress source) throws IOException {
        return joinOn(group, Objects.requireNonNull(on, "on"), Objects.requireNonNull(source, "source"));
    }

    private Membership joinOn(InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
            throws IOException {
        Objects.requireNonNull(group, "group");
        return memberships.shared(open("join(...)").join(group, on, source));
    }

    /**
     * Sets an option of {@link java.net.StandardSocketOptions}: {@code SO_SNDBUF}, {@code SO_RCVBUF}, {@code SO_BROADCAST}, {@code IP_TOS},
     * {@code IP_MULTICAST_TTL}, {@code IP_MULTICAST_LOOP} and {@code IP_MULTICAST_IF}; and, before an address is taken, {@code
     * SO_REUSEADDR} and {@code SO_REUSEPORT}.
     *
     * @param option which one
     * @param value its value
     * @param <T> the type of the value
     * @return this
     * @throws IOException if the transport failed or is closed
     * @throws IllegalArgumentException if that is no value of the option
     * @throws UnsupportedOperationException if there is no such option here, see {@link #supportedOptions()}
     */
    public <T> DatagramEndpoint setOption(SocketOption<T> option, T value) throws IOException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        open("setOption(...)").setOption(option, value);
        return this;
    }

    /**
     * Returns the value of an option, which may be another than was asked for: of a buffer Linux has twice the size.
     *
     * @param option which one
     * @param <T> the type of the value
     * @return the value; null if there is none, as of an interface that nobody has set
     * @throws IOException if the transport failed or is closed
     * @throws UnsupportedOperationException if there is no such option here
     */
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        Objects.requireNonNull(option, "option");
        return open("getOption(...)").getOption(option);
    }

    /**
     * Returns the options that there are here. Any thread.
     *
     * @return the options
     */
    public Set<SocketOption<?>> supportedOptions() {
        return transport.supportedOptions();
    }

    private DatagramTransport open(String operation) throws ClosedChannelException {
        LoopThread.require(transport.loop(), operation, this);
        if (!isOpen()) {
            throw new EndpointClosedException(this + " is closed");
        }
        return transport;
    }

    // ------------------------------------------------------------------ its life

    /**
     * Closes the endpoint, and leaves its groups. A task that waits in a receive or send gets {@link
     * java.nio.channels.AsynchronousCloseException}; later ones get {@link ClosedChannelException}. The file descriptor is released when
     * the loop next asks for readiness. Never suspends. Idempotent, and nothing happens on any thread once it is closed, as when its loop
     * is.
     *
     * @throws IllegalStateException on another thread, if it is open
     */
    @Override
    public void close() {
        duplex.end();
    }

    /**
     * Whether it has not been closed. Any thread.
     *
     * @return true if it is open
     */
    public boolean isOpen() {
        return transport.isOpen();
    }

    /** The name of the transport, for messages. */
    @Override
    public String toString() {
        return transport.toString();
    }
}
