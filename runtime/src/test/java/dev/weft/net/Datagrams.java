// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.LoopFixture;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A loop, and endpoints for datagrams on it: over UDP, or of a host in memory. */
final class Datagrams extends LoopFixture {
    /** What carries the datagrams. */
    enum Over {
        UDP,
        MEMORY
    }

    final DatagramNetwork network;
    final DatagramEndpoint one;
    final DatagramEndpoint other;
    private final List<DatagramEndpoint> open = new ArrayList<>();

    Datagrams(Over over) {
        network = over == Over.UDP ? Udp.network() : call(() -> new MemoryNetwork(loop).host("here"));
        one = endpoint();
        other = endpoint();
    }

    /** Another endpoint, at a port of its own. */
    DatagramEndpoint endpoint() {
        return kept(call(() -> network.openEndpoint("127.0.0.1", 0)));
    }

    DatagramEndpoint unbound() {
        return kept(call(network::openEndpoint));
    }

    DatagramEndpoint kept(DatagramEndpoint endpoint) {
        open.add(endpoint);
        return endpoint;
    }

    static InetSocketAddress addressOf(DatagramEndpoint endpoint) {
        return Objects.requireNonNull(endpoint.localAddress());
    }

    static Datagram datagram(DatagramEndpoint peer, int... bytes) {
        return new Datagram(bytes(bytes), addressOf(peer));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Sends from one to the other. */
    void send(int... bytes) throws IOException {
        run(one.send(bytes(bytes), addressOf(other)));
    }

    /** Receives so many, however they come in batches. */
    List<Datagram> receive(DatagramEndpoint at, int count) throws IOException {
        List<Datagram> received = new ArrayList<>();
        while (received.size() < count) {
            received.addAll(run(at.receiveMany(count - received.size())));
        }
        return received;
    }

    /** An address at which nobody receives. */
    InetSocketAddress nobody() {
        DatagramEndpoint gone = endpoint();
        close(gone);
        call(() -> ""); // a turn, in which the socket is let go
        return addressOf(gone);
    }

    @Override
    protected void close() throws IOException {
        if (!loop.isClosed()) { // by the test
            open.forEach(this::close);
        }
    }
}
