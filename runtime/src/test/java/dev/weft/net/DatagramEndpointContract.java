// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static dev.weft.net.Datagrams.addressOf;
import static dev.weft.net.Datagrams.bytes;
import static dev.weft.net.Datagrams.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** The addresses, peers, waits and end of an endpoint, over UDP and in memory. */
@Timeout(60) // what a broken loop would wait for never comes
abstract class DatagramEndpointContract {
    @RegisterExtension
    final Datagrams net;

    DatagramEndpointContract(Datagrams.Over over) {
        net = new Datagrams(over);
    }

    private static String messageOf(Class<? extends Throwable> type, Executable code) {
        return String.valueOf(assertThrows(type, code).getMessage());
    }

    // ------------------------------------------------------------------ a peer

    /** tokio: send and recv of a socket that is connected; asyncio: sock_sendall and sock_recv of one. */
    @Test
    void aConnectedOneSendsWithoutAnAddressAndTakesFromItsPeerAlone() throws IOException {
        net.run(net.one.connect(addressOf(net.other)));
        assertEquals(net.other.localAddress(), net.one.peerAddress());
        net.run(net.one.send(bytes(1)));
        assertEquals(datagram(net.one, 1), net.run(net.other.receive()));
        DatagramEndpoint stranger = net.endpoint();
        net.run(stranger.send(bytes(2), addressOf(net.one)));
        net.run(net.other.send(bytes(3), addressOf(net.one)));
        assertEquals(datagram(net.other, 3), net.run(net.one.receive()));
    }

    @Test
    void aPortAtWhichNobodyReceivesFailsWhoWaits() throws IOException {
        net.run(net.one.connect(net.nobody()));
        ScheduledTask<Datagram> receiving = net.start(net.one.receive());
        net.run(net.one.send(bytes(1)));
        String message = messageOf(PortUnreachableException.class, () -> net.run(receiving));
        assertTrue(message.startsWith("nobody receives at "), message);
        assertTrue(message.endsWith(" (" + net.one + ')'), message);
        assertTrue(net.one.isOpen());
    }

    @Test
    void aPortAtWhichNobodyReceivesFailsWhoSendsNext() throws IOException {
        net.run(net.one.connect(net.nobody()));
        net.run(net.one.send(bytes(1)));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        net.runUntil(() -> {
            try {
                net.run(net.one.send(bytes(2)));
            } catch (PortUnreachableException unreachable) {
                failure.set(unreachable);
            } catch (IOException another) {
                throw new AssertionError(another);
            }
            return failure.get() != null;
        });
    }

    @Test
    void onlyAConnectedOneIsToldThatNobodyReceives() throws IOException {
        net.run(net.one.send(bytes(1), net.nobody()));
        ScheduledTask<Datagram> receiving = net.start(net.one.receive());
        net.run(net.other.send(bytes(2), addressOf(net.one)));
        assertEquals(datagram(net.other, 2), net.run(receiving));

        net.run(net.one.send(bytes(1), net.nobody()));
        ByteBuffer target = ByteBuffer.allocate(10);
        ScheduledTask<Arrival> into = net.start(net.one.receive(target));
        net.run(net.other.send(bytes(3), addressOf(net.one)));
        assertEquals(new Arrival(addressOf(net.other), 1, false), net.run(into));
        assertEquals(3, target.get(0));
    }

    @Test
    void aConnectedOneSendsToNobodyElse() throws IOException {
        net.run(net.one.connect(addressOf(net.other)));
        InetSocketAddress else_ = addressOf(net.endpoint());
        String message = messageOf(IllegalStateException.class, () -> net.run(net.one.send(bytes(1), else_)));
        assertTrue(message.startsWith(net.one + " is connected, and sends nothing to "), message);
        net.run(net.one.send(bytes(1), addressOf(net.other)));
        assertEquals(datagram(net.one, 1), net.run(net.other.receive()));
    }

    @Test
    void oneThatIsNotConnectedNeedsAnAddress() {
        assertEquals(
                net.one + " is not connected: say to whom the datagram goes, or connect(...) it first.",
                messageOf(IllegalStateException.class, () -> net.run(net.one.send(bytes(1)))));
    }

    /** Netty: testSimpleSendWithConnect, with disconnect(). */
    @Test
    void thePeerMayBeAnotherOneAndNone() throws IOException {
        DatagramEndpoint third = net.endpoint();
        net.run(net.one.connect(addressOf(net.other)));
        net.run(net.one.connect(addressOf(third)));
        net.run(net.one.send(bytes(1)));
        assertEquals(bytes(1)[0], net.run(third.receive()).payload()[0]);
        net.call(() -> {
            net.one.disconnect();
            net.one.disconnect();
            return "";
        });
        assertNull(net.one.peerAddress());
        assertThrows(IllegalStateException.class, () -> net.run(net.one.send(bytes(3))));
        net.run(net.other.send(bytes(2), addressOf(net.one)));
        assertEquals(datagram(net.other, 2), net.run(net.one.receive()));
    }

    @Test
    void whatHasComeBeforeAPeerIsGone() throws IOException {
        DatagramEndpoint stranger = net.endpoint();
        net.run(stranger.send(bytes(1), addressOf(net.one)));
        Awaitable<Datagram> received = net.one.receive();
        net.runUntil(() -> net.call(received::isReady));
        net.call(() -> received.withdraw(() -> {})); // it is put back
        net.run(net.one.connect(addressOf(net.other)));
        net.run(net.other.send(bytes(2), addressOf(net.one)));
        assertEquals(datagram(net.other, 2), net.run(net.one.receive()));
    }

    // ------------------------------------------------------------------ addresses

    @Test
    void oneWithoutAnAddressTakesOneWhenItSends() throws IOException {
        DatagramEndpoint unbound = net.unbound();
        assertNull(unbound.localAddress());
        assertEquals("endpoint without an address", unbound.toString());
        net.run(unbound.send(bytes(1), addressOf(net.one)));
        int port = addressOf(unbound).getPort();
        assertEquals(port, net.run(net.one.receive()).peer().getPort());
    }

    @Test
    void oneWithoutAnAddressTakesOneWhenItReceives() throws IOException {
        DatagramEndpoint unbound = net.unbound();
        net.start(unbound.receive()).cancel();
        assertNotEquals(0, addressOf(unbound).getPort());
    }

    @Test
    void anAddressIsTakenOnceAndByOneOnly() {
        int port = addressOf(net.one).getPort();
        String again = messageOf(BindException.class, () -> net.call(() -> net.one.bind("127.0.0.1", 0)));
        assertTrue(again.endsWith(net.one + " has an address already"), again);
        String taken =
                messageOf(BindException.class, () -> net.call(() -> net.network.openEndpoint("127.0.0.1", port)));
        assertTrue(taken.startsWith("cannot bind to ") && taken.endsWith(port + ": Address already in use"), taken);
    }

    @Test
    void severalHaveOneAddressWhereAllLetOthers() throws IOException {
        DatagramEndpoint first = net.unbound();
        DatagramEndpoint second = net.unbound();
        net.call(() -> first.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind("0.0.0.0", 0));
        int port = addressOf(first).getPort();
        DatagramEndpoint third = net.unbound();
        assertThrows(BindException.class, () -> net.call(() -> third.bind("0.0.0.0", port)));
        net.call(
                () -> second.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind("0.0.0.0", port));
        assertEquals(port, addressOf(second).getPort());
    }

    @Test
    void aNameIsNoAddressToBindTo() {
        assertThrows(IOException.class, () -> net.call(() -> net.network.openEndpoint("no-such-host.invalid", 0)));
        assertThrows(IllegalArgumentException.class, () -> net.call(() -> net.network.openEndpoint("0.0.0.0", 70_000)));
    }

    @Test
    void namesAreResolvedForThePeerAndForWhoSends() throws IOException {
        int port = addressOf(net.other).getPort();
        net.run(net.one.connect("localhost", port));
        net.run(net.one.send(bytes(1)));
        assertEquals(datagram(net.one, 1), net.run(net.other.receive()));
        InetSocketAddress resolved =
                net.run(net.other.resolve("localhost", addressOf(net.one).getPort()));
        assertEquals(net.one.localAddress(), resolved);
        assertEquals(resolved, net.run(net.other.resolve(resolved.getAddress().getHostAddress(), resolved.getPort())));
    }

    /** Netty: testSendToUnresolvableAddress. */
    @Test
    void anAddressThatIsNotResolvedIsNotSentTo() throws IOException {
        InetSocketAddress name = InetSocketAddress.createUnresolved("somewhere", 9);
        String expected =
                "a datagram to somewhere:9, which is not resolved: send it to what await(endpoint.resolve(host, port)) gives.";
        assertEquals(expected, messageOf(IllegalArgumentException.class, () -> net.one.send(bytes(1), name)));
        assertEquals(
                expected,
                messageOf(
                        IllegalArgumentException.class, () -> net.one.sendMany(List.of(new Datagram(bytes(1), name)))));
        net.send(2); // and is open as before
        assertEquals(datagram(net.one, 2), net.run(net.other.receive()));
    }

    @Test
    void aHostThatIsNoneIsToldByItsName() {
        String message = messageOf(UnknownHostException.class, () -> net.run(net.one.connect("1.2.3.999", 9)));
        assertTrue(message.contains("1.2.3.999"), message);
        assertNull(net.one.peerAddress());
    }

    // ------------------------------------------------------------------ waiting

    @Test
    void aCancelledReceiveLosesNothing() throws IOException {
        for (int turns = 0; turns < 6; turns++) {
            Awaitable<?> operation = turns % 2 == 0 ? net.other.receive() : net.other.receiveMany(9);
            ScheduledTask<?> receiving = net.loop.spawn(operation);
            net.send(turns);
            for (int i = 0; i < turns; i++) {
                net.call(() -> "");
            }
            receiving.cancel();
            try {
                net.run(receiving); // it had come before
            } catch (CancellationException cancelled) {
                assertEquals(datagram(net.one, turns), net.run(net.other.receive()));
            }
        }
        ScheduledTask<Datagram> waiting = net.start(net.other.receive());
        waiting.cancel();
        assertThrows(CancellationException.class, () -> net.run(waiting));
        net.send(9);
        assertEquals(datagram(net.one, 9), net.run(net.other.receive()));
    }

    @Test
    void whatNobodyGotIsReceivedNextInItsOrder() throws IOException {
        for (int i = 0; i < 3; i++) {
            net.send(i);
        }
        Awaitable<List<Datagram>> batch = net.other.receiveMany(2);
        net.runUntil(() -> net.call(batch::isReady));
        ScheduledTask<Datagram> waiting = net.loop.spawn(net.other.receive());
        net.call(() -> batch.withdraw(() -> {}));
        assertEquals(datagram(net.one, 0), net.run(waiting));
        assertEquals(List.of(datagram(net.one, 1), datagram(net.one, 2)), net.receive(net.other, 2));
    }

    @Test
    void whatIsPutBackWakesWhoWaits() throws IOException {
        net.send(7);
        Awaitable<Datagram> first = net.other.receive();
        net.runUntil(() -> net.call(first::isReady));
        ScheduledTask<Datagram> waiting = net.start(net.other.receive());
        net.call(() -> first.withdraw(() -> {}));
        assertEquals(datagram(net.one, 7), net.run(waiting));
    }

    @Test
    void oneTaskReceivesAtATimeAndAnotherSends() throws IOException {
        ScheduledTask<Datagram> waiting = net.start(net.other.receive());
        for (Awaitable<?> second :
                List.of(net.other.receive(), net.other.receive(ByteBuffer.allocate(1)), net.other.receiveMany(1))) {
            assertEquals(
                    "Another task waits in a receive on " + net.other
                            + "; one at a time. Await that first, or let one task do all the receiving and hand on what it got.",
                    messageOf(IllegalStateException.class, () -> net.run(second)));
        }
        net.run(net.other.send(bytes(1), addressOf(net.one)));
        net.send(2);
        assertEquals(datagram(net.one, 2), net.run(waiting));
        assertEquals(datagram(net.other, 1), net.run(net.one.receive()));
    }

    @Test
    void whatIsAwaitedTwiceIsRefused() throws IOException {
        Awaitable<Void> sent = net.one.send(bytes(1), addressOf(net.other));
        net.run(sent);
        String message = messageOf(IllegalStateException.class, () -> net.run(sent));
        assertTrue(message.startsWith("send(...) of " + net.one + " was awaited before"), message);
    }

    @Test
    void aWaitIsDescribed() throws IOException {
        assertEquals(
                new WaitDescription(
                        "receive", net.one.toString().replace("endpoint ", ""), null, WaitDescription.NO_DEADLINE),
                net.one.receive().describe());
        net.run(net.one.connect(addressOf(net.other)));
        WaitDescription sending = net.one.sendMany(List.of()).describe();
        assertEquals("send", sending.kind());
        assertTrue(net.one.toString().contains("->"), net.one.toString());
        assertEquals(
                Objects.requireNonNull(net.one.peerAddress()).getPort(),
                addressOf(net.other).getPort());
    }

    @Test
    void otherThreadsAreRefused() throws IOException {
        Awaitable<Datagram> receiving = net.one.receive();
        assertTrue(messageOf(IllegalStateException.class, receiving::isReady).contains("runs no event loop"));
        for (Executable use : List.<Executable>of(
                net.one::close,
                net.one::disconnect,
                () -> net.one.bind("0.0.0.0", 0),
                () -> net.one.setOption(StandardSocketOptions.SO_BROADCAST, true),
                () -> net.one.getOption(StandardSocketOptions.SO_BROADCAST))) {
            String message = messageOf(IllegalStateException.class, use);
            assertTrue(message.contains("hand it to EventLoop.post(...)"), message);
        }
        assertTrue(net.one.isOpen());
    }

    // ------------------------------------------------------------------ options

    /** asyncio: create_datagram_endpoint_sockopts. */
    @Test
    void optionsThatNobodyHasSetAreOff() {
        for (SocketOption<Boolean> each : List.of(
                StandardSocketOptions.SO_BROADCAST,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_REUSEPORT)) {
            if (net.one.supportedOptions().contains(each)) {
                assertEquals(false, net.call(() -> net.one.getOption(each)), each.name());
            }
        }
    }

    @Test
    void optionsAreSetAndAsked() throws IOException {
        net.call(() -> {
            for (SocketOption<Boolean> each :
                    List.of(StandardSocketOptions.SO_BROADCAST, StandardSocketOptions.IP_MULTICAST_LOOP)) {
                assertEquals(true, net.one.setOption(each, true).getOption(each));
                assertEquals(false, net.one.setOption(each, false).getOption(each));
            }
            assertEquals(
                    7,
                    net.one
                            .setOption(StandardSocketOptions.IP_MULTICAST_TTL, 7)
                            .getOption(StandardSocketOptions.IP_MULTICAST_TTL));
            assertEquals(8, net.one.setOption(StandardSocketOptions.IP_TOS, 8).getOption(StandardSocketOptions.IP_TOS));
            net.one
                    .setOption(StandardSocketOptions.SO_RCVBUF, 30_000)
                    .setOption(StandardSocketOptions.SO_SNDBUF, 30_000);
            assertTrue(Objects.requireNonNull(net.one.getOption(StandardSocketOptions.SO_RCVBUF)) >= 30_000);
            assertNull(net.one.getOption(StandardSocketOptions.IP_MULTICAST_IF));
            return "";
        });
        assertTrue(net.one.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR));
        assertThrows(
                UnsupportedOperationException.class,
                () -> net.call(() -> net.one.setOption(StandardSocketOptions.TCP_NODELAY, true)));
        assertThrows(
                IllegalArgumentException.class,
                () -> net.call(() -> net.one.setOption(StandardSocketOptions.SO_RCVBUF, -1)));
    }

    // ------------------------------------------------------------------ its end

    @Test
    void closeWakesWhoWaits() throws IOException {
        ScheduledTask<Datagram> receiving = net.start(net.one.receive());
        net.close(net.one);
        assertEquals(
                net.one + " was closed while a receive waited",
                messageOf(AsynchronousCloseException.class, () -> net.run(receiving)));
    }

    @Test
    void nothingIsDoneAfterTheClose() {
        net.close(net.one);
        net.close(net.one);
        assertFalse(net.one.isOpen());
        for (Executable use : List.<Executable>of(
                () -> net.run(net.one.receive()),
                () -> net.run(net.one.receiveMany(1)),
                () -> net.run(net.one.send(bytes(1), addressOf(net.other))),
                () -> net.run(net.one.sendMany(List.of())),
                () -> net.run(net.one.connect(addressOf(net.other))),
                () -> net.call(() -> net.one.bind("0.0.0.0", 0)),
                () -> net.call(() -> net.one.setOption(StandardSocketOptions.SO_BROADCAST, true)),
                () -> net.call(() -> net.one.getOption(StandardSocketOptions.SO_BROADCAST)))) {
            ClosedChannelException closed = assertThrows(ClosedChannelException.class, use);
            assertEquals(net.one + " is closed", closed.getMessage());
        }
        assertTrue(net.one.localAddress() != null);
    }

    @Test
    void theEndOfTheLoopIsTheirs() throws IOException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        net.call(() -> {
            net.one.receive().onComplete((datagram, failed) -> failure.set(failed));
            return "";
        });
        net.loop.close();
        assertFalse(net.one.isOpen());
        assertTrue(failure.get() instanceof CancellationException, () -> "" + failure.get());
        net.one.close();
    }

    @Test
    void itsPortIsFreeForAnother() {
        int port = addressOf(net.one).getPort();
        net.close(net.one);
        net.runUntil(() -> {
            try {
                net.kept(net.call(() -> net.network.openEndpoint("127.0.0.1", port)));
                return true;
            } catch (RuntimeException unexpected) {
                throw unexpected;
            } catch (Exception taken) {
                return false;
            }
        });
    }
}
