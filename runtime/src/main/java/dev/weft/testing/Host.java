// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.net.ConnectOptions;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.DatagramEndpoint;
import dev.weft.net.DatagramNetwork;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.ServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host of a {@link MemoryNetwork}: the network as code sees it that runs there. It is reached by its name and its address, and reaches
 * itself as {@code localhost}, too. It gives connections and servers as TCP does, and endpoints for datagrams as UDP does. Loop thread
 * only, except where the text says otherwise. No argument may be null.
 */
public final class Host implements Network, DatagramNetwork {
    /** Where a system begins with the ports that nobody has asked for. */
    static final int FIRST_FREE_PORT = 49_152;

    static final int LAST_PORT = 65_535;

    private static final Set<String> ITSELF = Set.of("localhost", "127.0.0.1", "0.0.0.0", "::1", "::");

    private final MemoryNetwork network;
    private final String name;
    private final InetAddress address;
    private final Map<Integer, MemoryListener> listening = new HashMap<>();
    private int nextPort = FIRST_FREE_PORT;

    /** The ports of open connections that were opened here. */
    private final BitSet connected = new BitSet();

    private final DatagramPorts datagrams;

    /** The ways of datagrams from here, by the name of the host at the other end. */
    private final Map<String, DatagramWire> wires = new HashMap<>();

    Host(MemoryNetwork network, String name, InetAddress address) {
        this.network = network;
        this.name = name;
        this.address = address;
        datagrams = new DatagramPorts(name);
    }

    /**
     * Returns the name. Any thread.
     *
     * @return the name by which the network knows it
     */
    public String name() {
        return name;
    }

    /**
     * Returns the address. Any thread.
     *
     * @return the address, which has the name
     */
    public InetAddress address() {
        return address;
    }

    /**
     * Suspends until a connection from this host is open: when what asks for it has arrived, and the answer. Where the way is cut it waits
     * for the healing. Cancel-safe: a cancelled one has opened nothing; what was open before is given, or closed if nobody can get it any
     * more. Any thread; nothing happens before the await.
     *
     * @param host the name or the address of a host
     * @param port 0 to 65535
     * @param options how it is opened; of these the address of this end and the options of the socket count, which are remembered
     * @return an awaitable of the connection, to be awaited once
     * @throws java.net.UnknownHostException when awaited and there is no such host; the message names those there are
     * @throws java.net.ConnectException when awaited and nobody listens there, the link refuses, or all free ports of this host are taken
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException when awaited on another thread than that of the network's loop
     * @throws UnsupportedOperationException when awaited and sockets of TCP have no such option
     */
    @Override
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException {
        return new MemoryConnect(
                network,
                this,
                InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port),
                Objects.requireNonNull(options, "options"));
    }

    /**
     * Starts a server on this host, which listens when this returns. Never suspends. While no thread runs the loop, whoever prepares it may
     * call this, too.
     *
     * @param handler makes the task that serves a connection
     * @param host this host: its name, its address, {@code localhost} or {@code 0.0.0.0}, which are the same here
     * @param port 0 to 65535; 0 takes one that is free, see {@link Server#localAddress()}
     * @param options of these the limit of connections and their options count. Who comes while all are served waits, however many do
     * @return the server
     * @throws BindException if another server listens on that port, no port is free, or the address is not this host's
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if another thread runs the loop of the network, or it is closed
     */
    @Override
    public Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        network.require("startServer(...)");
        if (!isCalled(host)) {
            throw new BindException("cannot listen on " + host + ':' + port + ": that is no address of host " + name);
        }
        MemoryListener listener =
                new MemoryListener(network, this, port == 0 ? freeAddress() : new InetSocketAddress(address, port));
        if (listening.putIfAbsent(listener.port(), listener) != null) {
            throw new BindException("cannot listen on " + name + ':' + port + ": Address already in use");
        }
        return Server.start(listener, handler, options);
    }

    /**
     * Opens an endpoint for datagrams that has no address yet. Never suspends. While no thread runs the loop, whoever prepares it may call
     * this, too.
     *
     * @return the endpoint
     * @throws IllegalStateException if another thread runs the loop of the network, or it is closed
     */
    @Override
    public DatagramEndpoint openEndpoint() {
        network.require("openEndpoint(...)");
        return new DatagramEndpoint(new MemoryDatagrams(network, this));
    }

    /**
     * Opens an endpoint for datagrams at a port of this host. Never suspends. While no thread runs the loop, whoever prepares it may call
     * this, too.
     *
     * @param host this host: its name, its address, {@code localhost} or {@code 0.0.0.0}, which are the same here
     * @param port 0 to 65535; 0 takes one that is free, see {@link DatagramEndpoint#localAddress()}
     * @return the endpoint
     * @throws BindException if another one has that port, no port is free, or the address is not this host's
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if another thread runs the loop of the network, or it is closed
     */
    @Override
    public DatagramEndpoint openEndpoint(String host, int port) throws IOException {
        Objects.requireNonNull(host, "host");
        network.require("openEndpoint(...)");
        MemoryDatagrams transport = new MemoryDatagrams(network, this);
        transport.bind(host, port);
        return new DatagramEndpoint(transport);
    }

    DatagramPorts datagrams() {
        return datagrams;
    }

    DatagramWire wireTo(Host other) {
        return wires.computeIfAbsent(other.name, to -> new DatagramWire(network, name, to));
    }

    /** Whether this is how the host calls itself. */
    boolean isCalled(String other) {
        return ITSELF.contains(other)
                || name.equals(other)
                || address.getHostAddress().equals(other);
    }

    /** Returns an address of this host at which nothing is yet. */
    private InetSocketAddress freeAddress() throws BindException {
        for (int looked = FIRST_FREE_PORT; looked <= LAST_PORT; looked++) {
            nextPort = nextPort == LAST_PORT ? FIRST_FREE_PORT : nextPort + 1;
            if (!connected.get(nextPort) && !listening.containsKey(nextPort)) {
                return new InetSocketAddress(address, nextPort);
            }
        }
        throw new BindException("Cannot assign requested address: all " + (LAST_PORT - FIRST_FREE_PORT + 1)
                + " free ports of host " + name + " are taken");
    }

    /** Takes an address of this host for a connection, until it is given back. */
    InetSocketAddress takeAddress() throws BindException {
        InetSocketAddress taken = freeAddress();
        connected.set(taken.getPort());
        return taken;
    }

    /** Takes the address that a connection from here shall have, if that is one of this host and free. */
    InetSocketAddress takeAddress(InetSocketAddress wanted) throws BindException {
        int port = wanted.getPort();
        if (!isCalled(wanted.getAddress().getHostAddress())) {
            throw new BindException("Cannot assign requested address: "
                    + wanted.getAddress().getHostAddress() + " is no address of host " + name);
        }
        if (port == 0) {
            return takeAddress();
        }
        if (connected.get(port) || listening.containsKey(port)) {
            throw new BindException("Address already in use: " + name + ':' + port);
        }
        connected.set(port);
        return new InetSocketAddress(address, port);
    }

    void giveBack(InetSocketAddress taken) {
        connected.clear(taken.getPort());
    }

    @Nullable
    MemoryListener listenerAt(int port) {
        return listening.get(port);
    }

    void release(MemoryListener listener) {
        listening.remove(listener.port(), listener);
    }

    /** The name, for messages. */
    @Override
    public String toString() {
        return "host " + name;
    }
}
