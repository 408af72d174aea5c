// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes in at a datagram endpoint: each datagram in an array of its own, whoever takes it and how many at a time. Loop thread only. */
final class Incoming {
    final DatagramDuplex duplex;
    private final DatagramTransport transport;

    /** Datagrams that were received for somebody who could not take them, in their order: the next ones to be received. */
    private final Deque<Datagram> putBack = new ArrayDeque<>(2);

    /** What ended a batch that was not empty: the batch was given, and this is for the next one. */
    private @Nullable IOException kept;

    private boolean isDrained;

    Incoming(DatagramDuplex duplex) {
        this.duplex = duplex;
        transport = duplex.endpoint();
    }

    /** Takes the next datagram; null if there is none now. */
    @Nullable
    Datagram next() throws IOException {
        if (!putBack.isEmpty()) {
            return putBack.removeFirst();
        }
        throwKept();
        ByteBuffer received = DatagramBuffer.empty();
        InetSocketAddress sender = transport.receive(received);
        if (sender == null) {
            return null;
        }
        byte[] payload = new byte[received.flip().remaining()];
        received.get(payload);
        return new Datagram(payload, sender);
    }

    /** Takes datagrams that are there, at one go if the transport can, and one otherwise; false if there is none now. */
    boolean take(int max, List<Datagram> into) throws IOException {
        isDrained = false;
        int together = putBack.isEmpty() && kept == null ? transport.receiveMany(max, into::add) : -1;
        if (together >= 0) {
            isDrained = together < Math.min(max, DatagramTransport.AT_ONE_GO);
            return together > 0;
        }
        Datagram next = next();
        if (next != null) {
            into.add(next);
        }
        return next != null;
    }

    /** False if the last call has shown that nothing is there but what it has taken. */
    boolean mayHaveMore() {
        return !isDrained;
    }

    /** Takes the next datagram into a buffer, which gets as much of it as there is room for; null if there is none now. */
    @Nullable
    Arrival next(ByteBuffer target) throws IOException {
        if (!putBack.isEmpty()) {
            Datagram datagram = putBack.removeFirst();
            return moved(ByteBuffer.wrap(datagram.payload()), datagram.peer(), target);
        }
        throwKept();
        ByteBuffer received = DatagramBuffer.empty();
        InetSocketAddress sender = transport.receive(received);
        return sender == null ? null : moved(received.flip(), sender, target);
    }

    private static Arrival moved(ByteBuffer received, InetSocketAddress sender, ByteBuffer target) {
        int size = received.remaining();
        int room = target.remaining();
        target.put(received.limit(Math.min(size, room)));
        return new Arrival(sender, size, size > room);
    }

    private void throwKept() throws IOException {
        if (kept != null) {
            IOException failure = kept;
            kept = null;
            throw failure;
        }
    }

    /** Fails whoever receives next: the batch that met this failure has datagrams to give. */
    void keep(IOException failure) {
        kept = failure;
    }

    /** Takes datagrams back that nobody got: they are the next to be received, also by whoever waits. */
    void putBack(List<Datagram> datagrams) {
        for (int i = datagrams.size() - 1; i >= 0; i--) {
            putBack.addFirst(datagrams.get(i));
        }
        duplex.askReaderAgain();
    }

    /** What has come before is nobody's any more: there is another peer. */
    void forget() {
        putBack.clear();
        kept = null;
    }
}
