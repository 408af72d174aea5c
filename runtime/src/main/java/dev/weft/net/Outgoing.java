// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes out from a datagram endpoint. Loop thread only. */
final class Outgoing {
    /** The most that a datagram has over IPv4, in bytes: 65,535 without a header of 20 and one of 8. */
    static final int IPV4_LIMIT = 65_507;

    /** The most that a datagram has over IPv6, in bytes, where the header of 40 does not count. */
    static final int IPV6_LIMIT = 65_527;

    final DatagramDuplex duplex;
    private final DatagramTransport transport;

    Outgoing(DatagramDuplex duplex) {
        this.duplex = duplex;
        transport = duplex.endpoint();
    }

    /** Sends the bytes, if there is room now. */
    boolean send(byte[] payload, @Nullable InetSocketAddress to) throws IOException {
        InetSocketAddress target = check(payload.length, to);
        return hasRoom(payload.length) && transport.send(DatagramBuffer.with(payload), target);
    }

    /** Sends what remains in a buffer, if there is room now; then nothing remains in it. */
    boolean send(ByteBuffer payload, @Nullable InetSocketAddress to) throws IOException {
        InetSocketAddress target = check(payload.remaining(), to);
        if (!hasRoom(payload.remaining())) {
            return false;
        }
        boolean sent = transport.send(payload.isDirect() ? payload : DatagramBuffer.with(payload), target);
        if (sent) {
            payload.position(payload.limit());
        }
        return sent;
    }

    /** Sends datagrams for which there is room, at one go if the transport can: returns how many; -1 if the first is to be sent by itself. */
    int sendMany(List<Datagram> datagrams) throws IOException {
        int good = 0;
        while (good < datagrams.size() && isPlain(datagrams.get(good))) {
            good++;
        }
        return good < 2 ? -1 : transport.sendMany(datagrams.subList(0, good));
    }

    /** Whether nothing is special about one: it has bytes, and not too many, and goes where it may. */
    private boolean isPlain(Datagram datagram) {
        InetSocketAddress peer = transport.peer();
        return datagram.payload().length > 0
                && datagram.payload().length <= IPV4_LIMIT
                && (peer == null || peer.equals(datagram.peer()));
    }

    /** Returns who is to get a datagram, if it may have so many bytes. */
    private InetSocketAddress check(int size, @Nullable InetSocketAddress to) throws IOException {
        InetSocketAddress target = target(to);
        boolean ipv6 = target.getAddress() instanceof Inet6Address;
        int limit = ipv6 ? IPV6_LIMIT : IPV4_LIMIT;
        if (size > limit) {
            throw new SocketException("a datagram of " + size + " bytes cannot be sent to " + Addresses.text(target)
                    + " by " + transport + ": the limit is " + limit + " bytes over " + (ipv6 ? "IPv6" : "IPv4")
                    + ". Send it in several, or over a stream.");
        }
        return target;
    }

    private InetSocketAddress target(@Nullable InetSocketAddress to) {
        InetSocketAddress peer = transport.peer();
        if (peer == null) {
            if (to == null) {
                throw new IllegalStateException(
                        transport + " is not connected: say to whom the datagram goes, or connect(...) it first.");
            }
            return to;
        }
        if (to == null || to.equals(peer)) {
            return peer;
        }
        throw new IllegalStateException(transport + " is connected, and sends nothing to " + Addresses.text(to)
                + ". Call disconnect(), or send that by another endpoint.");
    }

    /**
     * Whether it may be tried. The system answers 0 both when it has sent a datagram of no bytes and when it has no room for it, so that is
     * tried only where room was said to be.
     */
    private boolean hasRoom(int size) {
        return duplex.takeRoomSaid() || size > 0;
    }
}
