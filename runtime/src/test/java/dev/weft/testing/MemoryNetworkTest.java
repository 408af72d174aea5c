// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.io.LoopFixture;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // what a broken network would wait for never comes
class MemoryNetworkTest {
    private final EventLoop loop = EventLoop.simulated(1);
    private final MemoryNetwork network = new MemoryNetwork(loop);
    private final Host client = network.host("client");
    private final Host host = network.host("server");

    @AfterEach
    void close() {
        loop.close();
    }

    private <T> ScheduledTask<T> start(Awaitable<T> awaitable) {
        ScheduledTask<T> task = loop.spawn(awaitable);
        LoopFixture.runUntil(loop, () -> task.isReady() || task.state() == ScheduledTask.State.SUSPENDED);
        return task;
    }

    private static void call(EventLoop loop, LoopFixture.Code code) {
        loop.run(LoopFixture.calling(() -> {
            code.run();
            return "";
        }));
    }

    private void call(LoopFixture.Code code) {
        call(loop, code);
    }

    private Server serve(int port) {
        return loop.run(LoopFixture.calling(() -> host.startServer(MemoryNetworkTest::echo, "0.0.0.0", port)));
    }

    /** Writes back what it reads, until the end of the stream. */
    private static Task<Void> echo(Connection connection) {
        return Script.of((step, last) -> {
            if (step % 2 == 0) {
                last.get();
                return connection.read(100);
            }
            byte[] read = (byte[]) Objects.requireNonNull(last.get());
            return read.length == 0 ? null : connection.write(read);
        });
    }

    /** Asks an echo, with a server of its own, and waits for the end of both. */
    private static byte[] askEcho(EventLoop loop, Network at, Network from, String name) throws IOException {
        Server server = loop.run(LoopFixture.calling(() -> at.startServer(MemoryNetworkTest::echo, name, 0)));
        Connection asking =
                loop.run(from.openConnection(name, server.localAddress().getPort()));
        loop.run(asking.write(new byte[] {1, 2, 3}));
        call(loop, asking::shutdownOutput);
        byte[] answer = loop.run(asking.readExactly(3));
        assertEquals(0, loop.run(asking.read(1)).length);
        call(loop, () -> {
            asking.close();
            server.close();
        });
        LoopFixture.runUntil(
                loop, () -> loop.run(LoopFixture.calling(() -> loop.tasks().size() == 1)));
        return answer;
    }

    @Test
    void theSameCodeRunsOverTcpAndInMemoryOnAnyLoop() throws IOException {
        byte[] expected = {1, 2, 3};
        assertArrayEquals(expected, askEcho(loop, host, client, "server"));
        try (EventLoop real = EventLoop.create()) {
            MemoryNetwork onReal = new MemoryNetwork(real);
            Link slow = Link.normal().latency(Duration.ofNanos(1), Duration.ofMillis(1));
            onReal.link(slow);
            assertArrayEquals(expected, askEcho(real, onReal.host("a"), onReal.host("b"), "a"));
            assertArrayEquals(expected, askEcho(real, Tcp.network(), Tcp.network(), "127.0.0.1"));
        }
    }

    @Test
    void aPairCarriesBytesBothWays() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        loop.run(Weft.gather(pair.left().write(new byte[] {1, 2}), pair.right().write(new byte[] {3})));
        assertArrayEquals(new byte[] {1, 2}, loop.run(pair.right().readExactly(2)));
        assertArrayEquals(new byte[] {3}, loop.run(pair.left().readExactly(1)));
        assertEquals("connection left:49153->right:49153", pair.left().toString());
        assertEquals("10.0.0.4", pair.left().peerAddress().getAddress().getHostAddress());
    }

    @Test
    void oneDirectionEndsAndTheOtherGoesOn() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        loop.run(pair.left().write(new byte[] {1}));
        call(pair.left()::shutdownOutput);
        assertArrayEquals(new byte[] {1}, loop.run(pair.right().read(10)));
        assertEquals(0, loop.run(pair.right().read(10)).length);
        loop.run(pair.right().write(new byte[] {2}));
        assertArrayEquals(new byte[] {2}, loop.run(pair.left().read(10)));
        call(pair.right()::close);
        assertEquals(0, loop.run(pair.left().read(10)).length);
    }

    @Test
    void whatWasWrittenBeforeACloseIsRead() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        loop.run(pair.left().write(new byte[] {1, 2, 3}));
        call(pair.left()::close);
        assertArrayEquals(new byte[] {1, 2, 3}, loop.run(pair.right().readExactly(3)));
        assertEquals(0, loop.run(pair.right().read(1)).length);
    }

    @Test
    void whoWritesToAClosedEndIsToldByTheNextWrites() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        call(pair.right()::close);
        loop.run(pair.left().write(new byte[] {1}));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        IOException reset =
                assertThrows(IOException.class, () -> loop.run(pair.left().write(new byte[] {1})));
        assertEquals("Connection reset (connection left:49153->right:49153)", reset.getMessage());
    }

    @Test
    void aCloseWithBytesUnreadEndsTheConnectionAndThenResetsIt() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        loop.run(pair.left().write(new byte[] {1}));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        ScheduledTask<byte[]> reading = start(pair.left().read(1));
        call(pair.right()::close);
        assertEquals(0, loop.run(reading).length);
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        IOException reset =
                assertThrows(IOException.class, () -> loop.run(pair.left().write(new byte[1])));
        assertTrue(reset.toString().contains("Connection reset"), reset::toString);
        assertEquals(0, loop.run(pair.left().read(1)).length);
    }

    @Test
    void aFullLinkHoldsTheWriterUntilSomebodyReads() throws IOException {
        network.link(Link.normal().capacity(8));
        MemoryNetwork.Pair pair = network.pair();
        ScheduledTask<Void> writing = start(pair.left().write(new byte[50]));
        loop.run(Weft.sleep(Duration.ofSeconds(1)));
        assertFalse(writing.isReady());
        assertEquals(42, loop.run(pair.right().readExactly(42)).length);
        loop.run(writing);
        assertEquals(8, loop.run(pair.right().readExactly(8)).length);
    }

    @Test
    void eachDirectionHasALatencyOfItsOwn() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        network.link("left", "right", Link.normal().latency(Duration.ofMillis(30)));
        network.link("right", "left", Link.normal().latency(Duration.ofMillis(70)));
        loop.run(pair.left().write(new byte[1]));
        assertEquals(0, loop.nanoTime());
        loop.run(pair.right().readExactly(1));
        assertEquals(Duration.ofMillis(30).toNanos(), loop.nanoTime());
        loop.run(pair.right().write(new byte[1]));
        loop.run(pair.left().readExactly(1));
        assertEquals(Duration.ofMillis(100).toNanos(), loop.nanoTime());
    }

    @Test
    void aConnectTakesTheTimeOfBothWays() throws IOException {
        network.link(Link.normal().latency(Duration.ofMillis(30)));
        serve(80);
        Connection open = loop.run(client.openConnection("server", 80));
        assertEquals(Duration.ofMillis(60).toNanos(), loop.nanoTime());
        assertEquals("connection client:49153->server:80", open.toString());
        List<String> names = loop.run(LoopFixture.calling(
                () -> loop.tasks().stream().map(ScheduledTask::name).toList()));
        assertTrue(names.containsAll(List.of("server server:80", "connection client:49153")), names::toString);
    }

    @Test
    void whatIsCutOffArrivesAfterTheHealing() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        network.cut("left", "right");
        ScheduledTask<byte[]> reading = start(pair.right().read(1));
        loop.run(pair.left().write(new byte[] {1}));
        loop.run(Weft.sleep(Duration.ofDays(1)));
        assertFalse(reading.isReady());
        assertEquals(
                "read right:49153->left:49153 (cut), owner left:49153",
                loop.run(LoopFixture.calling(() -> String.valueOf(reading.waitsFor()))));
        network.heal("left", "right");
        assertArrayEquals(new byte[] {1}, loop.run(reading));
    }

    @Test
    void anIsolatedHostIsReachedByNobodyUntilAllIsHealed() throws IOException {
        serve(80);
        network.isolate("server");
        Host late = network.host("late");
        for (Host each : List.of(client, late)) {
            assertThrows(
                    TimeoutException.class,
                    () -> loop.run(Weft.waitFor(each.openConnection("server", 80), Duration.ofSeconds(9))));
        }
        ScheduledTask<Connection> waiting = start(late.openConnection("server", 80));
        assertEquals(1, tasksNamed("server").size());
        network.heal();
        assertTrue(loop.run(waiting).isOpen());
        assertEquals(1, tasksNamed("connection").size());
    }

    private List<String> tasksNamed(String begin) {
        return loop.run(LoopFixture.calling(() -> loop.tasks().stream()
                .map(ScheduledTask::name)
                .filter(name -> name.startsWith(begin))
                .toList()));
    }

    @Test
    void oneDirectionAloneIsCut() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        network.cutOneWay("left", "right");
        loop.run(pair.right().write(new byte[] {2}));
        assertArrayEquals(new byte[] {2}, loop.run(pair.left().read(1)));
        loop.run(pair.left().write(new byte[] {1}));
        assertThrows(
                TimeoutException.class, () -> loop.run(Weft.waitFor(pair.right().read(1), Duration.ofSeconds(1))));
        network.heal("right", "left");
        assertArrayEquals(new byte[] {1}, loop.run(pair.right().read(1)));
    }

    @Test
    void aResetLeavesWhatHasArrivedAndFailsTheRest() throws IOException {
        MemoryNetwork.Pair pair = network.pair();
        loop.run(pair.left().write(new byte[] {1}));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        ScheduledTask<byte[]> reading = start(pair.left().read(1));
        assertEquals(1, network.reset("right", "left"));
        assertEquals(0, network.reset("right", "left"));
        assertThrows(IOException.class, () -> loop.run(reading));
        assertArrayEquals(new byte[] {1}, loop.run(pair.right().read(1)));
        assertThrows(IOException.class, () -> loop.run(pair.right().read(1)));
        assertThrows(IOException.class, () -> loop.run(pair.right().write(new byte[1])));
    }

    @Test
    void aLinkThatAlwaysResetsFailsTheFirstWrite() throws IOException {
        network.link(Link.normal().resets(1));
        MemoryNetwork.Pair pair = network.pair();
        assertThrows(IOException.class, () -> loop.run(pair.left().write(new byte[1])));
        assertThrows(IOException.class, () -> loop.run(pair.right().read(1)));
    }

    /** The server has it already, and the answer is lost. */
    @Test
    void aConnectWhoseAnswerIsUnderWayEndsWithAReset() throws IOException {
        serve(80);
        network.link(Link.normal().latency(Duration.ofMillis(10)));
        ScheduledTask<Connection> dial = start(client.openConnection("server", 80));
        loop.run(Weft.sleep(Duration.ofMillis(15)));
        call(() -> assertEquals(1, network.reset("client", "server")));
        Connection opened = loop.run(dial);
        IOException reset = assertThrows(IOException.class, () -> loop.run(opened.read(1)));
        assertTrue(reset.toString().contains("Connection reset"), reset::toString);
    }

    @Test
    void aConnectIsRefusedWhereNobodyListensAndWhereTheLinkDoes() {
        ConnectException refused =
                assertThrows(ConnectException.class, () -> loop.run(client.openConnection("server", 80)));
        assertEquals("cannot connect to server:80 from client: Connection refused", refused.getMessage());
        ConnectException toItself =
                assertThrows(ConnectException.class, () -> loop.run(client.openConnection("localhost", 80)));
        assertEquals(
                "cannot connect to localhost:80, which is client itself: Connection refused", toItself.getMessage());
        serve(80);
        network.link(Link.normal().refusals(1));
        assertThrows(ConnectException.class, () -> loop.run(client.openConnection("10.0.0.2", 80)));
        UnknownHostException unknown =
                assertThrows(UnknownHostException.class, () -> loop.run(client.openConnection("sever", 80)));
        assertEquals(
                "there is no host \"sever\" on the network of client, server. Add it by host(...).",
                unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> network.cut("client", "sever"));
        assertThrows(IllegalArgumentException.class, () -> client.openConnection("server", 70_000));
        assertThrows(IllegalArgumentException.class, () -> network.host("with:colon"));
    }

    @Test
    void aPortIsTakenUntilItsServerIsClosed() {
        Server server = serve(80);
        assertEquals("server server:80", server.toString());
        BindException taken = assertThrows(BindException.class, () -> serve(80));
        assertEquals("cannot listen on server:80: Address already in use", taken.getMessage());
        assertThrows(BindException.class, () -> call(() -> host.startServer(MemoryNetworkTest::echo, "client", 81)));
        call(server::close);
        loop.run(server.closed());
        serve(80);
    }

    @Test
    void aCancelledConnectHasOpenedNothing() throws IOException {
        network.link("client", "server", Link.normal().latency(Duration.ofSeconds(2)));
        Server server = serve(80);
        assertThrows(
                TimeoutException.class,
                () -> loop.run(Weft.waitFor(client.openConnection("server", 80), Duration.ofSeconds(1))));
        loop.run(Weft.sleep(Duration.ofSeconds(5)));
        call(() -> assertEquals(0, server.connections()));
        network.link("client", "server", Link.normal());
        network.link("server", "client", Link.normal().latency(Duration.ofSeconds(2)));
        assertThrows(
                TimeoutException.class,
                () -> loop.run(Weft.waitFor(client.openConnection("server", 80), Duration.ofSeconds(1))));
        loop.run(Weft.sleep(Duration.ofSeconds(5)));
        call(() -> assertEquals(0, server.connections()));
    }

    @Test
    void aCancelledReadHasTakenNothing() throws IOException {
        network.link(Link.normal().latency(Duration.ofSeconds(2)).splits(1));
        MemoryNetwork.Pair pair = network.pair();
        loop.run(pair.left().write(new byte[] {1, 2, 3, 4, 5}));
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    TimeoutException.class,
                    () -> loop.run(Weft.waitFor(pair.right().readExactly(6), Duration.ofSeconds(1))));
        }
        loop.run(pair.left().write(new byte[] {6}));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, loop.run(pair.right().readExactly(6)));
    }

    @Test
    void allThatIsOpenIsClosedWithTheLoop() throws IOException {
        Server server = serve(80);
        Connection open = loop.run(client.openConnection("server", 80));
        MemoryNetwork.Pair pair = network.pair();
        List<Throwable> failures = new ArrayList<>();
        network.cut("client", "server");
        call(() -> {
            noteFailure(pair.left().read(1), failures);
            noteFailure(client.openConnection("server", 80), failures);
        });
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        loop.close();
        assertFalse(open.isOpen() || pair.left().isOpen() || pair.right().isOpen());
        server.close();
        assertEquals(2, failures.size(), failures::toString);
        assertTrue(failures.stream().anyMatch(AsynchronousCloseException.class::isInstance), failures::toString);
        assertTrue(failures.stream().anyMatch(ConnectException.class::isInstance), failures::toString);
    }

    private static void noteFailure(Awaitable<?> awaited, List<Throwable> failures) {
        awaited.subscribe(() -> {
            assertTrue(awaited.isReady());
            failures.add(assertThrows(IOException.class, awaited::result));
        });
    }

    @Test
    void whatCannotBeALinkIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Link.normal().splits(1.1));
        assertThrows(IllegalArgumentException.class, () -> Link.normal().capacity(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> Link.normal().latency(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
