// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.io.EndpointClosedException;
import dev.weft.net.Datagram;
import dev.weft.net.DatagramTransport;
import dev.weft.net.Membership;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint for datagrams in memory, which behaves as a socket does: what comes when its buffer is full is lost, and one that is connected
 * learns that nobody receives at its peer. Loop thread only, but for its names and {@link #isOpen}.
 */
final class MemoryDatagrams implements DatagramTransport {
    private final MemoryNetwork network;
    private final Host host;
    private final DatagramRoutes routes;
    private final MemoryOptions options = MemoryOptions.ofDatagrams();
    private final Groups groups = new Groups(this);
    private final Told told;
    private final Postponed receives = new Postponed();
    private final Postponed sends = new Postponed();
    private final Queue<Datagram> arrived = new ArrayDeque<>();
    private int bytes;
    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable InetSocketAddress peer;
    private volatile boolean open = true;
    private boolean refused;

    MemoryDatagrams(MemoryNetwork network, Host host) {
        this.network = network;
        this.host = host;
        routes = new DatagramRoutes(network, host);
        told = new Told(this::ready, network::post);
    }

    // ------------------------------------------------------------------ datagrams

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer target) throws IOException {
        try {
            return take(target);
        } finally {
            told.announce(); // there may be more
        }
    }

    private @Nullable InetSocketAddress take(ByteBuffer target) throws IOException {
        address();
        throwIfRefused();
        Datagram next = arrived.peek();
        if (next == null || receives.draw(network.linkOf(next.peer().getHostString(), host.name()), network.random())) {
            return null;
        }
        arrived.remove();
        bytes -= next.payload().length;
        target.put(next.payload());
        return next.peer();
    }

    @Override
    public boolean send(ByteBuffer payload, InetSocketAddress to) throws IOException {
        InetSocketAddress from = address();
        throwIfRefused();
        if (sends.draw(routes.linkTo(to.getAddress()), network.random())) {
            told.announce(); // in another turn there is room
            return false;
        }
        byte[] copy = new byte[payload.remaining()];
        payload.get(copy);
        route(new Datagram(copy, from), to);
        return true;
    }

    private void throwIfRefused() throws PortUnreachableException {
        if (refused) {
            refused = false;
            throw new PortUnreachableException(
                    "nobody receives at " + (peer == null ? "the peer" : Hosts.text(peer)) + " (" + this + ')');
        }
    }

    private void route(Datagram datagram, InetSocketAddress to) throws SocketException {
        InetAddress address = to.getAddress();
        if (address.isMulticastAddress()) {
            routes.toGroup(datagram, to, options);
        } else if (!address.getHostAddress().equals("255.255.255.255")) {
            routes.toOne(datagram, to, () -> refuse(to));
        } else if (options.is(StandardSocketOptions.SO_BROADCAST)) {
            routes.toAll(datagram, to.getPort());
        } else {
            throw new SocketException("Permission denied: SO_BROADCAST is not set (" + this + ')');
        }
    }

    /** An answer that nobody receives there: for one that is connected with just that. */
    private void refuse(InetSocketAddress to) {
        if (open && to.equals(peer)) {
            refused = true;
            told.announce();
        }
    }

    /** At this end, where it is lost if there is no room. */
    void arrive(Datagram datagram) {
        int size = datagram.payload().length;
        if (open && (arrived.isEmpty() || bytes + size <= options.number(StandardSocketOptions.SO_RCVBUF))) {
            arrived.add(datagram);
            bytes += size;
            told.announce();
        }
    }

    boolean takesFrom(InetSocketAddress sender) {
        return peer == null || sender.equals(peer);
    }

    // ------------------------------------------------------------------ addresses

    /** Its address; any that is free if it had none. */
    private InetSocketAddress address() throws ClosedChannelException, BindException {
        requireOpen();
        InetSocketAddress known = local;
        return known == null ? take(0) : known;
    }

    private InetSocketAddress take(int port) throws BindException {
        InetSocketAddress taken =
                new InetSocketAddress(host.address(), host.datagrams().take(this, port));
        local = taken;
        return taken;
    }

    @Override
    public void bind(String name, int port) throws IOException {
        requireOpen();
        InetSocketAddress wanted = InetSocketAddress.createUnresolved(name, port); // checks the port
        if (!host.isCalled(name)) {
            throw new BindException(
                    "cannot bind to " + Hosts.text(wanted) + ": that is no address of host " + host.name());
        }
        if (local != null) {
            throw new BindException("cannot bind to " + Hosts.text(wanted) + ": " + this + " has an address already");
        }
        take(port);
    }

    /** Whether it lets others have the same port. */
    boolean shares() {
        return options.is(StandardSocketOptions.SO_REUSEPORT) || options.is(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public void connect(InetSocketAddress newPeer) throws IOException {
        address();
        Host target = network.hosts().at(newPeer.getAddress(), host);
        peer = target == null ? newPeer : new InetSocketAddress(target.address(), newPeer.getPort());
        forget();
    }

    @Override
    public void disconnect() throws ClosedChannelException {
        requireOpen();
        peer = null;
        refused = false;
    }

    private void forget() {
        arrived.clear();
        bytes = 0;
        refused = false;
    }

    @Override
    public List<InetAddress> lookUp(String name) throws UnknownHostException {
        return List.of(network.hosts().find(name, host).address());
    }

    @Override
    public boolean reaches(InetAddress address) {
        return true;
    }

    // ------------------------------------------------------------------ groups and options

    Groups groups() {
        return groups;
    }

    /** A host has one interface, whatever it is called. */
    @Override
    public Membership join(InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
            throws ClosedChannelException {
        requireOpen();
        return groups.join(group, source);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws ClosedChannelException {
        requireOpen();
        options.set(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws ClosedChannelException {
        requireOpen();
        return options.get(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.all();
    }

    // ------------------------------------------------------------------ its life

    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        requireOpen();
        return told.watch(interest, onReady);
    }

    private int ready() {
        return (arrived.isEmpty() && !refused ? 0 : SelectionKey.OP_READ) | SelectionKey.OP_WRITE;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new EndpointClosedException(this + " is closed");
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            told.cancel();
            groups.leaveAll();
            forget();
            InetSocketAddress taken = local;
            if (taken != null) {
                host.datagrams().release(this, taken.getPort());
            }
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public EventLoop loop() {
        return network.loop();
    }

    @Override
    public @Nullable InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable InetSocketAddress peer() {
        return peer;
    }

    @Override
    public String identity() {
        InetSocketAddress from = local;
        InetSocketAddress to = peer;
        return (from == null ? "without an address" : Hosts.text(from)) + (to == null ? "" : "->" + Hosts.text(to));
    }

    @Override
    public String toString() {
        return "endpoint " + identity();
    }
}
