// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static dev.weft.net.Datagrams.addressOf;
import static dev.weft.net.Datagrams.bytes;
import static dev.weft.net.Datagrams.datagram;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is sent and received, over UDP and in memory. Behaviours of asyncio's test_sock_lowlevel and test_events (datagrams sent to an address
 * and to a peer, received with their senders and into a buffer), Netty's DatagramUnicastTest (buffers of each kind, datagrams without bytes)
 * and tokio's tests of UDP (with and without a peer, one that is larger than the buffer).
 */
@Timeout(60) // what a broken loop would wait for never comes
abstract class DatagramContract {
    @RegisterExtension
    final Datagrams net;

    DatagramContract(Datagrams.Over over) {
        net = new Datagrams(over);
    }

    // ------------------------------------------------------------------ one

    @Test
    void comesWithItsSender() throws IOException {
        net.send(1, 2, 3);
        assertEquals(datagram(net.one, 1, 2, 3), net.run(net.other.receive()));
        net.run(net.other.send(bytes(4), addressOf(net.one)));
        assertEquals(datagram(net.other, 4), net.run(net.one.receive()));
    }

    @Test
    void isWaitedFor() throws IOException {
        var receiving = net.start(net.other.receive());
        net.send(5);
        assertEquals(datagram(net.one, 5), net.run(receiving));
    }

    @Test
    void hasNoBytesIfNoneWereSent() throws IOException {
        net.send();
        net.send(1);
        net.send();
        assertEquals(List.of(datagram(net.one), datagram(net.one, 1), datagram(net.one)), net.receive(net.other, 3));
    }

    @Test
    void comesFromAnyKindOfBufferWhichIsUsedUp() throws IOException {
        ByteBuffer heap = ByteBuffer.wrap(bytes(0, 1, 2, 0), 1, 2);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(4).put(bytes(0, 3, 4, 0)).position(1).limit(3);
        for (ByteBuffer each :
                List.of(heap, direct, ByteBuffer.wrap(bytes(5, 6)).asReadOnlyBuffer())) {
            int end = each.limit();
            net.run(net.one.send(each, addressOf(net.other)));
            assertEquals(end, each.position());
        }
        assertEquals(
                List.of(datagram(net.one, 1, 2), datagram(net.one, 3, 4), datagram(net.one, 5, 6)),
                net.receive(net.other, 3));
    }

    @Test
    void mayBeAsLargeAsTheProtocolAllows() throws IOException {
        byte[] largest = new byte[65_507];
        largest[0] = 1;
        largest[65_506] = 2;
        net.run(net.one.send(largest, addressOf(net.other)));
        assertArrayEquals(largest, net.run(net.other.receive()).payload());
    }

    @Test
    void isRefusedWithItsSizeAndTheLimitIfItIsLarger() throws IOException {
        SocketException refused = assertThrows(
                SocketException.class, () -> net.run(net.one.send(new byte[65_508], addressOf(net.other))));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("a datagram of 65508 bytes cannot be sent to "), message);
        assertTrue(message.contains(": the limit is 65507 bytes over IPv4."), message);
        net.send(1);
        assertEquals(datagram(net.one, 1), net.run(net.other.receive()));
    }

    /** tokio udp: split. */
    @Test
    void mayGoToItsSender() throws IOException {
        var receiving = net.start(net.one.receive());
        net.run(net.one.send(bytes(1), addressOf(net.one)));
        assertEquals(datagram(net.one, 1), net.run(receiving));
    }

    // ------------------------------------------------------------------ into a buffer

    @Test
    void comesIntoABufferOfTheCaller() throws IOException {
        for (ByteBuffer target : List.of(ByteBuffer.allocate(10), ByteBuffer.allocateDirect(10))) {
            net.send(1, 2, 3);
            target.put((byte) 9);
            assertEquals(new Arrival(addressOf(net.one), 3, false), net.run(net.other.receive(target)));
            assertEquals(ByteBuffer.wrap(bytes(9, 1, 2, 3)), target.flip());
        }
    }

    @Test
    void isCutOffWhereTheBufferEndsAndSaysSo() throws IOException {
        net.send(1, 2, 3);
        net.send(4);
        net.send();
        ByteBuffer target = ByteBuffer.allocate(2);
        assertEquals(new Arrival(addressOf(net.one), 3, true), net.run(net.other.receive(target)));
        assertEquals(ByteBuffer.wrap(bytes(1, 2)), target.flip());
        assertEquals(new Arrival(addressOf(net.one), 1, true), net.run(net.other.receive(ByteBuffer.allocate(0))));
        assertEquals(new Arrival(addressOf(net.one), 0, false), net.run(net.other.receive(ByteBuffer.allocate(0))));
    }

    @Test
    void isNotReceivedIntoAReadOnlyBuffer() {
        assertThrows(
                IllegalArgumentException.class,
                () -> net.other.receive(ByteBuffer.allocate(1).asReadOnlyBuffer()));
    }

    // ------------------------------------------------------------------ many

    /** An edge-triggered drain that used one buffer for all lost all but the last (the epoll library of the references). */
    @Test
    void eachOfABatchKeepsItsBytes() throws IOException {
        List<Datagram> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] payload = new byte[i];
            java.util.Arrays.fill(payload, (byte) i);
            sent.add(new Datagram(payload, addressOf(net.other)));
        }
        net.run(net.one.sendMany(sent));
        List<Datagram> received = net.receive(net.other, 100);
        Set<byte[]> arrays = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(sent.get(i).payload(), received.get(i).payload());
            arrays.add(received.get(i).payload());
        }
        assertEquals(100, arrays.size());
    }

    @Test
    void aBatchHasAtMostWhatWasAskedFor() throws IOException {
        for (int i = 0; i < 5; i++) {
            net.send(i);
        }
        Set<Datagram> received = new HashSet<>();
        while (received.size() < 5) {
            List<Datagram> batch = net.run(net.other.receiveMany(2));
            assertTrue(batch.size() == 1 || batch.size() == 2, () -> "" + batch);
            received.addAll(batch);
        }
        assertThrows(IllegalArgumentException.class, () -> net.other.receiveMany(0));
    }

    @Test
    void aBatchIsSentBackAsItCame() throws IOException {
        DatagramEndpoint third = net.endpoint();
        net.send(1);
        net.run(third.send(bytes(2), addressOf(net.other)));
        net.send(3);
        net.run(net.other.sendMany(net.receive(net.other, 3)));
        assertEquals(List.of(datagram(net.other, 1), datagram(net.other, 3)), net.receive(net.one, 2));
        assertEquals(datagram(net.other, 2), net.run(third.receive()));
    }

    @Test
    void aBatchOfNothingIsSentAtOnce() throws IOException {
        net.run(net.one.sendMany(List.of()));
    }

    /** What the kernel holds is less than that: who sends has to hear from who receives. */
    @Test
    void tenThousandComeInOrderWhereTheSenderWaitsForTheReceiver() throws IOException {
        int next = 0;
        for (int round = 0; round < 100; round++) {
            List<Datagram> batch = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] number = ByteBuffer.allocate(4).putInt(round * 100 + i).array();
                batch.add(new Datagram(number, addressOf(net.other)));
            }
            net.run(net.one.sendMany(batch));
            for (Datagram each : net.receive(net.other, 100)) {
                assertEquals(next++, ByteBuffer.wrap(each.payload()).getInt());
            }
        }
        assertEquals(10_000, next);
    }

    @Test
    void oneThatWasPutBackFitsIntoABufferToo() throws IOException {
        net.send(1, 2);
        var receiving = net.other.receive();
        net.runUntil(() -> net.call(receiving::isReady));
        net.call(() -> receiving.withdraw(() -> {}));
        ByteBuffer target = ByteBuffer.allocate(1);
        assertEquals(new Arrival(addressOf(net.one), 2, true), net.run(net.other.receive(target)));
        assertEquals(1, target.get(0));
    }

    @Test
    void equalsAnotherWithTheSameBytesAndPeer() {
        Datagram one = datagram(net.one, 1, 2);
        assertEquals(one, datagram(net.one, 1, 2));
        assertEquals(one.hashCode(), datagram(net.one, 1, 2).hashCode());
        assertFalse(one.equals(datagram(net.one, 1, 3)) || one.equals(datagram(net.other, 1, 2)));
        assertNotSame(one.payload(), datagram(net.one, 1, 2).payload());
        assertTrue(one.toString().startsWith("a datagram of 2 bytes, "), one.toString());
    }
}
