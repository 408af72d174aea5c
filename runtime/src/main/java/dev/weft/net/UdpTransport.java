// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.spi.SocketCalls;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The socket under a datagram endpoint. Loop thread only, but for its names and {@link #isOpen}. */
final class UdpTransport implements DatagramTransport {
    private final EventLoop loop;
    private final DatagramChannel channel;
    private final @Nullable ProtocolFamily family;
    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable InetSocketAddress peer;

    /** Null until it is watched, and where a backend has nothing of the kind. */
    private @Nullable SocketCalls calls;

    private UdpTransport(EventLoop loop, DatagramChannel channel, @Nullable ProtocolFamily family) {
        this.loop = loop;
        this.channel = channel;
        this.family = family;
    }

    /** Opens a socket, for a family of addresses or for all that the system has. */
    static UdpTransport open(EventLoop loop, @Nullable ProtocolFamily family) throws IOException {
        DatagramChannel channel = opened(family);
        try {
            channel.configureBlocking(false);
            return new UdpTransport(loop, channel, family);
        } catch (Throwable failed) { // rethrown
            Channels.close(channel);
            throw failed;
        }
    }

    private static DatagramChannel opened(@Nullable ProtocolFamily family) throws IOException {
        try {
            return family == null ? DatagramChannel.open() : DatagramChannel.open(family);
        } catch (IOException failed) {
            throw SystemFailures.of("a datagram endpoint", failed);
        }
    }

    // ------------------------------------------------------------------ datagrams

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer target) throws IOException {
        try {
            InetSocketAddress sender = (InetSocketAddress) channel.receive(target);
            noteAddress();
            return sender;
        } catch (IOException failed) {
            throw named(failed);
        }
    }

    @Override
    public boolean send(ByteBuffer payload, InetSocketAddress to) throws IOException {
        int size = payload.remaining();
        try {
            boolean sent = channel.send(payload, to) == size;
            noteAddress();
            return sent;
        } catch (IOException failed) {
            throw named(failed);
        } catch (UnsupportedAddressTypeException another) {
            throw outOfReach("cannot send to " + Addresses.text(to), another);
        }
    }

    /** By one call, once the socket has an address and is watched. */
    @Override
    public int receiveMany(int max, Consumer<? super Datagram> taken) throws IOException {
        if (calls == null || local == null) {
            return -1;
        }
        try {
            int count = calls.receive(max, (payload, sender) -> taken.accept(new Datagram(payload, sender)));
            return count == SocketCalls.GONE ? -1 : count;
        } catch (IOException failed) {
            throw named(failed);
        }
    }

    @Override
    public int sendMany(List<Datagram> datagrams) throws IOException {
        if (calls == null || local == null) {
            return -1;
        }
        List<InetSocketAddress> peers =
                peer == null ? datagrams.stream().map(Datagram::peer).toList() : List.of();
        try {
            int count = calls.send(datagrams.stream().map(Datagram::payload).toList(), peers);
            return count == SocketCalls.GONE ? -1 : count;
        } catch (IOException failed) {
            throw named(failed);
        }
    }

    private SocketException outOfReach(String what, Exception cause) {
        SocketException named =
                new SocketException(what + ": " + this + " is for addresses of the other family, " + family);
        named.initCause(cause);
        return named;
    }

    /** The system has given one, if there was none before. */
    private void noteAddress() throws IOException {
        if (local == null) {
            local = (InetSocketAddress) channel.getLocalAddress();
        }
    }

    private IOException named(IOException failed) {
        InetSocketAddress refusing = peer;
        if (failed instanceof PortUnreachableException && refusing != null) {
            PortUnreachableException named =
                    new PortUnreachableException("nobody receives at " + Addresses.text(refusing) + " (" + this + ')');
            named.setStackTrace(failed.getStackTrace());
            return named;
        }
        return SystemFailures.of(this, failed);
    }

    // ------------------------------------------------------------------ addresses

    /** An address in numbers, or {@code localhost}: no name service is asked. */
    static InetAddress ownAddress(String host) throws UnknownHostException {
        InetAddress address = host.equals("localhost") ? InetAddress.getLoopbackAddress() : Addresses.literal(host);
        if (address == null) {
            throw new UnknownHostException(
                    "cannot bind to \"" + host
                            + "\": a name would be looked up on the thread of the loop. Give an address in numbers, such as 0.0.0.0.");
        }
        return address;
    }

    static ProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    @Override
    public void bind(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(ownAddress(host), port);
        if (local != null) {
            throw new BindException(
                    "cannot bind to " + Addresses.text(address) + ": " + this + " has an address already");
        }
        try {
            channel.bind(address);
        } catch (IOException | UnsupportedAddressTypeException failed) {
            String why =
                    failed instanceof IOException ? failed.getMessage() : "an address of another family than " + family;
            BindException named = new BindException("cannot bind to " + Addresses.text(address) + ": " + why);
            named.initCause(failed);
            throw named;
        }
        noteAddress();
    }

    @Override
    public void connect(InetSocketAddress newPeer) throws IOException {
        disconnect();
        try {
            channel.connect(newPeer);
        } catch (UnsupportedAddressTypeException another) {
            throw outOfReach("cannot connect to " + Addresses.text(newPeer), another);
        } catch (IOException failed) {
            throw named(failed);
        }
        local = (InetSocketAddress) channel.getLocalAddress();
        peer = newPeer;
    }

    @Override
    public void disconnect() throws IOException {
        channel.disconnect();
        peer = null;
        local = (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public @Nullable List<InetAddress> lookUp(String host) {
        return null;
    }

    @Override
    public boolean reaches(InetAddress address) {
        return family == null || family == familyOf(address) || family == StandardProtocolFamily.INET6;
    }

    // ------------------------------------------------------------------ groups and options

    @Override
    public Membership join(InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
            throws IOException {
        NetworkInterface chosen = on == null ? MulticastInterfaces.of(channel, group) : on;
        try {
            return new UdpMembership(
                    this, source == null ? channel.join(group, chosen) : channel.join(group, chosen, source));
        } catch (IOException failed) {
            throw SystemFailures.of(
                    "group " + group.getHostAddress() + " on " + chosen.getName() + ", " + this, failed);
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    // ------------------------------------------------------------------ its life

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        Registration made = loop.watch(channel, interest, onReady);
        calls = SocketCalls.of(made);
        return made;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
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
        return Addresses.pair(local, peer);
    }

    @Override
    public String toString() {
        return "endpoint " + identity();
    }
}
