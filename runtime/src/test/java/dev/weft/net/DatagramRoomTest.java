// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static dev.weft.net.Datagrams.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A transport that has no room, which a socket over the loopback never is, and one that fails in the middle of a batch. */
@Timeout(60) // what a broken loop would wait for never comes
class DatagramRoomTest {
    private static final InetSocketAddress THERE = new InetSocketAddress(Loopback.HOST, 9);

    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final Narrow narrow = new Narrow(net.loop);
    private final DatagramEndpoint endpoint = new DatagramEndpoint(narrow);

    @Test
    void aSendWaitsForRoom() throws IOException {
        ScheduledTask<Void> sending = net.start(endpoint.send(bytes(1), THERE));
        assertFalse(sending.isReady());
        assertEquals(SelectionKey.OP_WRITE, narrow.interest);
        narrow.room(1);
        net.run(sending);
        assertEquals(List.of(1), narrow.sizes);
        assertEquals(0, narrow.interest); // a socket is writable nearly always
    }

    @Test
    void aCancelledSendHasSentNothing() throws IOException {
        ScheduledTask<Void> sending = net.start(endpoint.send(bytes(1), THERE));
        sending.cancel();
        assertThrows(CancellationException.class, () -> net.run(sending));
        narrow.room(5);
        assertEquals(List.of(), narrow.sizes);
        net.run(endpoint.send(bytes(1, 2), THERE));
        assertEquals(List.of(2), narrow.sizes);
    }

    @Test
    void oneWithoutBytesIsTriedOnlyWhereThereIsRoom() throws IOException {
        ScheduledTask<Void> sending = net.start(endpoint.send(new byte[0], THERE));
        assertFalse(sending.isReady());
        assertEquals(0, narrow.tries);
        narrow.room(2);
        net.run(sending);
        assertEquals(List.of(0), narrow.sizes);
        net.run(endpoint.send(bytes(1), THERE)); // what was said of room is used up
        ScheduledTask<Void> next = net.start(endpoint.send(new byte[0], THERE));
        assertFalse(next.isReady());
        narrow.room(1);
        net.run(next);
        assertEquals(List.of(0, 1, 0), narrow.sizes);
    }

    @Test
    void aBatchGoesOnWhereItStopped() throws IOException {
        List<Datagram> batch = new ArrayList<>();
        for (int size = 0; size < 5; size++) {
            batch.add(new Datagram(new byte[size], THERE));
        }
        ScheduledTask<Void> sending = net.start(endpoint.sendMany(batch));
        narrow.room(2);
        net.runUntil(() -> narrow.sizes.size() == 2);
        assertFalse(sending.isReady());
        narrow.room(9);
        net.run(sending);
        assertEquals(List.of(0, 1, 2, 3, 4), narrow.sizes);
    }

    @Test
    void aLongBatchLetsOthersHaveTheirTurn() throws IOException {
        narrow.room(10_000);
        List<Datagram> batch = new ArrayList<>(java.util.Collections.nCopies(1000, new Datagram(bytes(1), THERE)));
        ScheduledTask<Void> sending = net.start(endpoint.sendMany(batch));
        assertFalse(sending.isReady());
        assertTrue(narrow.sizes.size() < 1000, () -> "" + narrow.sizes.size());
        net.runUntil(() -> {
            narrow.tell();
            return sending.isReady();
        });
        assertEquals(1000, narrow.sizes.size());
    }

    @Test
    void aFailureBehindTheFirstOfABatchIsForWhoReceivesNext() throws IOException {
        narrow.come(bytes(1));
        narrow.come(bytes(2));
        narrow.come(null);
        narrow.come(bytes(3));
        assertEquals(2, net.run(endpoint.receiveMany(9)).size());
        assertThrows(PortUnreachableException.class, () -> net.run(endpoint.receive()));
        assertEquals(new Datagram(bytes(3), THERE), net.run(endpoint.receive()));
    }

    @Test
    void aTransportWithoutTheFormOfOthersIsClosedWithTheEndpoint() throws IOException {
        ScheduledTask<Void> sending = net.start(endpoint.send(bytes(1), THERE));
        net.close(endpoint);
        assertFalse(narrow.isOpen());
        assertTrue(String.valueOf(
                        assertThrows(IOException.class, () -> net.run(sending)).getMessage())
                .endsWith("was closed while a send waited"));
    }

    /** Has room when the test says so, and gives what it says. */
    private static final class Narrow implements DatagramTransport, Registration {
        private final EventLoop loop;
        private final Queue<byte[]> coming = new ArrayDeque<>();
        private static final byte[] FAILURE = {};
        final List<Integer> sizes = new ArrayList<>();
        int tries;
        private int room;
        private int interest;
        private boolean open = true;
        private IntConsumer onReady = bits -> {};

        Narrow(EventLoop loop) {
            this.loop = loop;
        }

        void room(int datagrams) {
            room = datagrams;
            tell();
        }

        void tell() {
            if ((interest & SelectionKey.OP_WRITE) != 0) {
                loop.post(() -> onReady.accept(SelectionKey.OP_WRITE));
            }
        }

        void come(byte @Nullable [] payload) {
            coming.add(payload == null ? FAILURE : payload);
        }

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer target) throws IOException {
            byte[] next = coming.poll();
            if (next == FAILURE) {
                throw new PortUnreachableException("refused");
            }
            if (next == null) {
                return null;
            }
            target.put(next);
            return THERE;
        }

        @Override
        public boolean send(ByteBuffer payload, InetSocketAddress to) {
            tries++;
            if (room == 0) {
                return false;
            }
            room--;
            sizes.add(payload.remaining());
            payload.position(payload.limit());
            return true;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public Registration watch(int first, IntConsumer handler) {
            onReady = handler;
            interest(first);
            return this;
        }

        @Override
        public int interest() {
            return interest;
        }

        @Override
        public void interest(int bits) {
            interest = bits;
            if (room > 0) {
                tell();
            }
        }

        @Override
        public void cancel() {
            interest = 0;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public void bind(String host, int port) {}

        @Override
        public void connect(InetSocketAddress peer) {}

        @Override
        public void disconnect() {}

        @Override
        public @Nullable List<InetAddress> lookUp(String host) {
            return null;
        }

        @Override
        public boolean reaches(InetAddress address) {
            return true;
        }

        @Override
        public Membership join(InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> void setOption(SocketOption<T> option, T value) {}

        @Override
        public <T> @Nullable T getOption(SocketOption<T> option) {
            return null;
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }

        @Override
        public @Nullable InetSocketAddress localAddress() {
            return null;
        }

        @Override
        public @Nullable InetSocketAddress peer() {
            return null;
        }

        @Override
        public String identity() {
            return "narrow";
        }

        @Override
        public String toString() {
            return "narrow endpoint";
        }
    }
}
