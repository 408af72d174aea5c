// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import dev.weft.net.Datagram;
import dev.weft.net.DatagramEndpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a network in memory does to datagrams, in virtual time and under seeds. */
@Timeout(60) // what a broken network would wait for never comes
class MemoryDatagramsTest {
    private EventLoop loop;
    private MemoryNetwork network;
    private DatagramEndpoint ann;
    private DatagramEndpoint bob;

    MemoryDatagramsTest() throws IOException {
        begin(1);
    }

    private void begin(long seed) throws IOException {
        loop = EventLoop.simulated(seed);
        network = new MemoryNetwork(loop);
        ann = network.host("ann").openEndpoint("ann", 7); // no thread runs the loop
        bob = network.host("bob").openEndpoint("0.0.0.0", 7);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void call(LoopFixture.Code code) {
        loop.run(LoopFixture.calling(() -> {
            code.run();
            return "";
        }));
    }

    private InetSocketAddress addressOf(DatagramEndpoint endpoint) {
        return Objects.requireNonNull(endpoint.localAddress());
    }

    /** Sends the numbers from 0 on, in one go. */
    private void send(int count) throws IOException {
        List<Datagram> all = IntStream.range(0, count)
                .mapToObj(number -> new Datagram(new byte[] {(byte) number}, addressOf(bob)))
                .toList();
        loop.run(ann.sendMany(all));
    }

    /** The numbers that come before nothing has come for ten seconds. */
    private List<Integer> received() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        while (true) {
            try {
                Awaitable<List<Datagram>> batch = bob.receiveMany(100);
                loop.run(Weft.waitFor(batch, Duration.ofSeconds(10)))
                        .forEach(each -> numbers.add((int) each.payload()[0]));
            } catch (Exception nothing) {
                assertEquals(TimeoutException.class, nothing.getClass(), nothing::toString);
                return numbers;
            }
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private List<Integer> sentOver(Link link) throws IOException {
        network.link(link);
        send(100);
        return received();
    }

    /** The same on a loop of a seed. */
    private List<Integer> sentOver(Link link, long seed) throws IOException {
        loop.close();
        begin(seed);
        return sentOver(link);
    }

    // ------------------------------------------------------------------ by lot

    @Test
    void allComeInOrderWhereNothingIsSaid() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(numbers(100), sentOver(Link.normal(), seed));
        }
    }

    @Test
    void someAreLost() throws IOException {
        List<Integer> came = sentOver(Link.normal().losses(0.3));
        assertTrue(came.size() > 40 && came.size() < 95, () -> "" + came);
        List<Integer> sorted = new ArrayList<>(came);
        Collections.sort(sorted);
        assertEquals(sorted, came);
        assertEquals(List.of(), sentOver(Link.normal().losses(1)));
    }

    @Test
    void someComeTwice() throws IOException {
        List<Integer> came = sentOver(Link.normal().duplicates(0.3));
        assertTrue(came.size() > 105 && came.size() < 160, () -> "" + came);
        assertEquals(new HashSet<>(numbers(100)), new HashSet<>(came));
    }

    @Test
    void someOvertakeOthers() throws IOException {
        for (Link link : List.of(
                Link.normal().overtakes(0.1), Link.normal().latency(Duration.ofMillis(1), Duration.ofMillis(9)))) {
            List<Integer> came = sentOver(link);
            assertNotEquals(numbers(100), came);
            assertEquals(100, came.size());
            assertEquals(new HashSet<>(numbers(100)), new HashSet<>(came));
        }
    }

    @Test
    void eachIsUnderWayForItsTime() throws IOException {
        network.link(Link.normal().latency(Duration.ofMillis(30), Duration.ofMillis(50)));
        long before = loop.nanoTime();
        send(1);
        loop.run(bob.receive());
        long taken = loop.nanoTime() - before;
        assertTrue(taken >= 30_000_000 && taken <= 50_000_000, () -> "" + taken);
    }

    @Test
    void aSeedDecidesAll() throws IOException {
        Link link = Link.normal()
                .losses(0.2)
                .duplicates(0.2)
                .overtakes(0.2)
                .latency(Duration.ofMillis(1), Duration.ofMillis(2));
        List<Integer> first = sentOver(link, 5);
        assertEquals(first, sentOver(link, 5));
        assertNotEquals(first, sentOver(link, 6));
        assertThrows(IllegalArgumentException.class, () -> Link.normal().losses(1.1));
    }

    @Test
    void aSendThatCouldBeMadeWaitsForAnotherTurnNowAndThen() throws IOException {
        assertEquals(numbers(100), sentOver(Link.normal().splits(1)));
        assertEquals(numbers(100), sentOver(Link.normal().splits(0)));
    }

    // ------------------------------------------------------------------ cut

    /** A stream waits for the healing: TCP sends again. Nobody sends a datagram again. */
    @Test
    void whatIsSentOnACutWayIsLost() throws IOException {
        network.cut("ann", "bob");
        send(3);
        assertEquals(List.of(), received());
        network.heal();
        assertEquals(List.of(), received());
        send(2);
        assertEquals(numbers(2), received());
        network.link(Link.normal().latency(Duration.ofSeconds(1)));
        network.cut("ann", "bob");
        send(3);
        network.heal(); // before it could have come
        assertEquals(List.of(), received());
    }

    @Test
    void whatIsUnderWayWhenItIsCutIsLost() throws IOException {
        network.link(Link.normal().latency(Duration.ofSeconds(1)));
        send(3);
        network.isolate("bob");
        assertEquals(List.of(), received());
        network.heal();
        network.cutOneWay("bob", "ann");
        send(1);
        assertEquals(numbers(1), received());
    }

    @Test
    void nobodyIsToldOverACutWayThatNobodyReceives() throws IOException {
        loop.run(ann.connect("bob", 99));
        network.cutOneWay("bob", "ann");
        loop.run(ann.send(new byte[1]));
        assertThrows(TimeoutException.class, () -> loop.run(Weft.waitFor(ann.receive(), Duration.ofSeconds(1))));
        network.heal();
        loop.run(ann.send(new byte[1]));
        assertEquals(
                "nobody receives at bob:99 (endpoint ann:7->bob:99)",
                assertThrows(PortUnreachableException.class, () -> loop.run(ann.receive()))
                        .getMessage());
    }

    // ------------------------------------------------------------------ as sockets are

    @Test
    void whatFindsTheBufferFullIsLost() throws IOException {
        call(() -> bob.setOption(StandardSocketOptions.SO_RCVBUF, 10));
        send(100);
        assertEquals(numbers(10), received());
        send(5);
        assertEquals(numbers(5), received());
    }

    @Test
    void aHostIsReachedByItsNameAndNoOtherIs() throws IOException {
        assertEquals(addressOf(bob), loop.run(ann.resolve("bob", 7)));
        loop.run(ann.connect("bob", 7));
        loop.run(ann.send(new byte[] {1}));
        Datagram came = loop.run(bob.receive());
        assertEquals("ann", came.peer().getHostString());
        assertEquals("endpoint ann:7->bob:7", ann.toString());
        assertEquals(
                "there is no host \"cid\" on the network of ann, bob. Add it by host(...).",
                assertThrows(UnknownHostException.class, () -> loop.run(ann.connect("cid", 7)))
                        .getMessage());
        assertEquals(
                "cannot bind to bob:8: that is no address of host ann",
                assertThrows(BindException.class, () -> network.host("ann").openEndpoint("bob", 8))
                        .getMessage());
    }

    @Test
    void whatGoesToAnAddressOfNobodyIsLost() throws IOException {
        loop.run(ann.send(new byte[1], new InetSocketAddress("10.9.9.9", 7)));
        assertEquals(List.of(), received());
    }

    @Test
    void portsOfDatagramsAreApartFromThoseOfConnections() throws IOException {
        network.host("ann").startServer(connection -> dev.weft.Task.done(), "ann", 7);
        assertThrows(BindException.class, () -> network.host("ann").openEndpoint("ann", 7));
        call(ann::close);
        ann = network.host("ann").openEndpoint("ann", 7);
    }

    @Test
    void everybodyIsSentToWhereThatIsSet() throws IOException {
        InetSocketAddress everybody = new InetSocketAddress("255.255.255.255", 7);
        assertEquals(
                "Permission denied: SO_BROADCAST is not set (endpoint ann:7)",
                assertThrows(IOException.class, () -> loop.run(ann.send(new byte[1], everybody)))
                        .getMessage());
        DatagramEndpoint cid = network.host("cid").openEndpoint("cid", 7);
        call(() -> ann.setOption(StandardSocketOptions.SO_BROADCAST, true));
        loop.run(ann.send(new byte[] {3}, everybody));
        for (DatagramEndpoint each : List.of(ann, bob, cid)) {
            assertEquals(3, loop.run(each.receive()).payload()[0]);
        }
    }

    @Test
    void thoseThatShareAPortEachHaveTheirSenders() throws IOException {
        List<DatagramEndpoint> shared = new ArrayList<>();
        call(() -> {
            for (int i = 0; i < 2; i++) {
                shared.add(network.host("cid")
                        .openEndpoint()
                        .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                        .bind("cid", 9));
            }
        });
        List<DatagramEndpoint> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            senders.add(network.host("sender").openEndpoint("sender", 100 + i));
        }
        for (int round = 0; round < 2; round++) {
            for (DatagramEndpoint each : senders) {
                loop.run(each.send(new byte[1], addressOf(shared.get(0))));
            }
        }
        List<InetSocketAddress> first = new ArrayList<>();
        List<InetSocketAddress> second = new ArrayList<>();
        while (first.size() + second.size() < 16) {
            drain(shared.get(0), first);
            drain(shared.get(1), second);
        }
        assertTrue(Collections.disjoint(first, second));
        assertEquals(8, new HashSet<>(first).size() + new HashSet<>(second).size());
        assertTrue(!first.isEmpty() && !second.isEmpty());
    }

    private void drain(DatagramEndpoint at, List<InetSocketAddress> senders) throws IOException {
        try {
            loop.run(Weft.waitFor(at.receiveMany(100), Duration.ofSeconds(1)))
                    .forEach(each -> senders.add(each.peer()));
        } catch (Exception nothing) {
            assertEquals(TimeoutException.class, nothing.getClass());
        }
    }

    @Test
    void allPortsAreGivenOnce() throws IOException {
        for (int i = 0; i < 65_536 - 49_152; i++) {
            network.host("full").openEndpoint("full", 0);
        }
        assertEquals(
                "cannot bind to any port: all free ones of host full are taken",
                assertThrows(BindException.class, () -> network.host("full").openEndpoint("full", 0))
                        .getMessage());
    }
}
