// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static dev.weft.net.Datagrams.addressOf;
import static dev.weft.net.Datagrams.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** What is of sockets alone: what the system gives and refuses. */
@Timeout(60) // what a broken loop would wait for never comes
class UdpTest {
    @RegisterExtension
    final Datagrams net = new Datagrams(Datagrams.Over.UDP);

    private static String messageOf(Class<? extends Throwable> type, Executable code) {
        return String.valueOf(assertThrows(type, code).getMessage());
    }

    @Test
    void talksToASocketThatKnowsNothingOfWeft() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, Loopback.HOST)) {
            InetSocketAddress there = new InetSocketAddress(Loopback.HOST, socket.getLocalPort());
            net.run(net.one.send(bytes(1, 2), there));
            DatagramPacket packet = new DatagramPacket(new byte[10], 10);
            socket.receive(packet);
            assertEquals(2, packet.getLength());
            assertEquals(net.one.localAddress(), packet.getSocketAddress());
            socket.send(new DatagramPacket(bytes(3), 1, addressOf(net.one)));
            assertEquals(new Datagram(bytes(3), there), net.run(net.one.receive()));
        }
    }

    @Test
    void isNamedByItsAddresses() throws IOException {
        int port = addressOf(net.one).getPort();
        assertEquals("endpoint 127.0.0.1:" + port, net.one.toString());
        net.run(net.one.connect("127.0.0.1", 9));
        assertEquals("endpoint 127.0.0.1:" + port + "->127.0.0.1:9", net.one.toString());
        assertEquals(
                "nobody receives at 127.0.0.1:9 (endpoint 127.0.0.1:" + port + "->127.0.0.1:9)",
                messageOf(java.net.PortUnreachableException.class, () -> {
                    net.run(net.one.send(bytes(1)));
                    net.run(net.one.receive());
                }));
    }

    /** What is asked of a batch: the bytes, what is said of each datagram, and the list; no buffer for each. */
    @Test
    void aBatchTakesNoMoreMemoryThanItsDatagrams() throws IOException {
        int count = 50;
        int size = 1000;
        List<Datagram> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(new Datagram(new byte[size], addressOf(net.other)));
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the first ones load classes
            net.run(net.one.sendMany(sent));
            long[] before = new long[1];
            int[] got = new int[1];
            var batch = net.other.receiveMany(count);
            long allocated = net.call(() -> {
                before[0] = allocatedBytes();
                got[0] = batch.isReady() ? batch.result().size() : 0;
                return allocatedBytes() - before[0];
            });
            if (got[0] == count) {
                least = Math.min(least, allocated);
            } else {
                net.receive(net.other, count - got[0]);
            }
        }
        int header = 16;
        int record = 24;
        int listAndAsking = 8192;
        assertTrue(least <= count * (header + size + record) + listAndAsking, "allocated " + least);
    }

    /** By name: the module that has the type is not read here. To ask takes some memory itself. */
    private static long allocatedBytes() throws JMException {
        Object bytes = ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("java.lang:type=Threading"), "CurrentThreadAllocatedBytes");
        return (Long) bytes;
    }

    // ------------------------------------------------------------------ descriptors

    @Test
    void descriptorsGoWithTheirEndpointsAndWithTheLoop() throws IOException {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        for (int i = 0; i < 20; i++) {
            DatagramEndpoint endpoint = net.endpoint();
            ScheduledTask<Datagram> waiting = net.start(endpoint.receive());
            if (i % 2 == 0) {
                net.close(endpoint);
                assertThrows(AsynchronousCloseException.class, () -> net.run(waiting));
            }
            assertThrows(BindException.class, () -> net.call(() -> Udp.openEndpoint("192.0.2.77", 0)));
        }
        net.runUntil(() -> FileDescriptors.sockets() == before + 10);
        net.loop.close();
        assertEquals(before - 2, FileDescriptors.sockets());
    }

    @Test
    void onASimulatedLoopThereIsNone() {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        try (EventLoop simulated = EventLoop.simulated(1)) {
            String message = messageOf(
                    UnsupportedOperationException.class,
                    () -> simulated.run(LoopFixture.calling(() -> Udp.network().openEndpoint())));
            assertTrue(message.contains("give it a host of a dev.weft.testing.MemoryNetwork"), message);
        }
        assertTrue(messageOf(IllegalStateException.class, Udp::openEndpoint)
                .startsWith("openEndpoint(...) needs a running event loop"));
        assertEquals(before, FileDescriptors.sockets());
    }

    // ------------------------------------------------------------------ addresses

    @Test
    void aNameIsLookedUpNowhereToBind() {
        assertEquals(
                "cannot bind to \"here\": a name would be looked up on the thread of the loop. Give an address in numbers, such as 0.0.0.0.",
                messageOf(UnknownHostException.class, () -> net.call(() -> Udp.openEndpoint("here", 0))));
    }

    @Test
    void aLookupThatIsCancelledChangesNoPeer() throws IOException {
        ScheduledTask<Void> connecting = net.start(net.one.connect("localhost", 9));
        connecting.cancel();
        try {
            net.run(connecting);
            assertNotNull(net.one.peerAddress()); // the answer was faster
        } catch (CancellationException cancelled) {
            assertNull(net.one.peerAddress());
        }
    }

    @Test
    void anAddressOfSomebodyElseIsNotHad() {
        String message = messageOf(BindException.class, () -> net.call(() -> Udp.openEndpoint("203.0.113.1", 53)));
        assertTrue(message.startsWith("cannot bind to 203.0.113.1:53: "), message);
    }

    @Test
    void theOtherFamilyIsOutOfReachAndSaysSo() throws IOException {
        InetSocketAddress ipv6 = new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 9);
        String sent = messageOf(SocketException.class, () -> net.run(net.one.send(bytes(1), ipv6)));
        assertEquals(
                "cannot send to [0:0:0:0:0:0:0:1]:9: " + net.one + " is for addresses of the other family, INET", sent);
        assertEquals(
                net.one + " reaches no address of host \"::1\": 0:0:0:0:0:0:0:1",
                messageOf(UnknownHostException.class, () -> net.run(net.one.connect("::1", 9))));
    }

    @Test
    void ipv6HasALargerLimit() throws IOException {
        DatagramEndpoint one;
        try {
            one = net.kept(net.call(() -> Udp.openEndpoint("::1", 0)));
        } catch (Exception none) {
            assumeTrue(false, "there is no IPv6 here: " + none.getMessage());
            return;
        }
        assertTrue(one.toString().startsWith("endpoint [0:0:0:0:0:0:0:1]:"), one.toString());
        byte[] largest = new byte[65_527];
        largest[65_526] = 1;
        String message = messageOf(SocketException.class, () -> net.run(one.send(new byte[65_528], addressOf(one))));
        assertTrue(message.contains("65528 bytes") && message.contains("the limit is 65527 bytes over IPv6"), message);
        net.run(one.send(largest, addressOf(one)));
        assertArrayEquals(largest, net.run(one.receive()).payload());
    }

    @Test
    void oneOfBothFamiliesReachesBoth() throws IOException {
        DatagramEndpoint both = net.unbound();
        net.run(both.send(bytes(1), addressOf(net.one)));
        assertArrayEquals(bytes(1), net.run(net.one.receive()).payload());
        DatagramEndpoint ipv4 = net.kept(net.call(() -> Udp.openEndpoint(StandardProtocolFamily.INET)));
        net.run(ipv4.send(bytes(2), addressOf(net.one)));
        assertArrayEquals(bytes(2), net.run(net.one.receive()).payload());
    }

    // ------------------------------------------------------------------ sharing, everybody

    @Test
    void severalSharePortsBetweenThem() throws IOException {
        DatagramEndpoint first = net.unbound();
        assumeTrue(first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT), "no SO_REUSEPORT here");
        DatagramEndpoint second = net.unbound();
        net.call(() -> first.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind("127.0.0.1", 0));
        int port = addressOf(first).getPort();
        net.call(
                () -> second.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind("127.0.0.1", port));
        ScheduledTask<Datagram> one = net.start(first.receive());
        ScheduledTask<Datagram> another = net.start(second.receive());
        for (int i = 0;
                i < 1000 && !(one.isReady() && another.isReady());
                i++) { // the kernel takes a lot for each sender
            DatagramEndpoint sender = net.endpoint();
            net.run(sender.send(bytes(1), new InetSocketAddress(Loopback.HOST, port)));
            net.close(sender);
        }
        assertTrue(one.isReady() && another.isReady());
    }

    @Test
    void everybodyIsNotSentToUnlessThatIsSet() throws IOException {
        InetSocketAddress everybody = new InetSocketAddress("255.255.255.255", 9);
        String message = messageOf(SocketException.class, () -> net.run(net.one.send(bytes(1), everybody)));
        assertTrue(message.contains("denied") && message.endsWith(" (" + net.one + ')'), message);
        net.call(() -> net.one.setOption(StandardSocketOptions.SO_BROADCAST, true));
        try {
            net.run(net.one.send(bytes(1), everybody));
        } catch (IOException noWay) { // bound to the loopback, or without a network
            assertFalse(String.valueOf(noWay.getMessage()).contains("denied"), noWay.toString());
        }
    }
}
