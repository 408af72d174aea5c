// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.UnseenFailure;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.io.CountingLoop;
import dev.weft.io.LoopFixture;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // what a broken loop would wait for never comes
class ServerTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final CountingLoop loop = net.loop;

    private Server start(ConnectionHandler handler) {
        return start(handler, 0);
    }

    private Server start(ConnectionHandler handler, int port) {
        return loop.run(LoopFixture.calling(() -> Tcp.startServer(handler, "127.0.0.1", port)));
    }

    private int connections(Server server) {
        return loop.run(LoopFixture.calling(server::connections));
    }

    /** The limit is for reads from a broken server: they hear no interrupt. */
    private static Socket connect(Server server) throws IOException {
        Socket peer = new Socket(
                server.localAddress().getAddress(), server.localAddress().getPort());
        peer.setSoTimeout(60_000);
        return peer;
    }

    @Test
    void echoes() throws IOException {
        Server server = start(Handwritten::echo);
        Connection client = loop.run(Tcp.openConnection(server.localAddress()));
        for (int i = 0; i < 3; i++) {
            loop.run(client.write(ByteBuffer.wrap(new byte[500])));
            assertEquals(500, loop.run(client.readExactly(500)).length);
        }
        loop.run(LoopFixture.calling(() -> {
            client.shutdownOutput();
            return "";
        }));
        assertEquals(0, loop.run(client.read(1)).length);
        net.close(client);
    }

    @Test
    void namesTheTasksAndCountsThem() throws IOException {
        Server server = start(Handwritten::echo);
        try (Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> connections(server) == 1);
            List<String> names = loop.run(LoopFixture.calling(
                    () -> loop.tasks().stream().map(ScheduledTask::name).toList()));
            assertTrue(names.contains("server " + Addresses.text(server.localAddress())), names.toString());
            assertTrue(names.contains("connection 127.0.0.1:" + peer.getLocalPort()), names.toString());
        }
        LoopFixture.runUntil(loop, () -> connections(server) == 0);
    }

    @Test
    void closesTheConnectionWhenItsHandlerEnds() throws IOException {
        int[] accepted = {0};
        Server server = start(connection -> {
            accepted[0]++;
            return Task.done();
        });
        try (Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> accepted[0] == 1 && connections(server) == 0);
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void goesOnWhenAHandlerFails() throws Exception {
        try (LogRecords log = new LogRecords()) {
            int[] calls = {0};
            Server server = start(connection -> switch (calls[0]++) {
                case 0 -> throw new IOException("before the task");
                case 1 ->
                    Handwritten.awaiting(() -> {
                        throw new AssertionError("inside the task");
                    });
                case 2 -> Task.failed(new IOException("a failed task"));
                case 3 -> Task.failed(new CancellationException("of what the handler awaited, by others"));
                default -> Handwritten.echo(connection);
            });
            List<String> expected = new ArrayList<>();
            for (int failing = 0; failing < 4; failing++) {
                try (Socket peer = connect(server)) {
                    expected.add("WARNING: Task connection 127.0.0.1:" + peer.getLocalPort()
                            + (failing < 3
                                    ? " failed, and nobody has awaited it to see why."
                                    : " ended by a cancellation that nobody has asked it for: what it awaited was cancelled."
                                            + " Nobody has awaited it to see that."));
                    LoopFixture.runUntil(loop, () -> log.lines().size() == expected.size());
                    assertEquals(-1, peer.getInputStream().read());
                }
            }
            try (Socket peer = connect(server)) {
                peer.getOutputStream().write(7);
                LoopFixture.runUntil(loop, () -> available(peer) == 1);
            }
            assertEquals(expected, log.lines());
            assertEquals(5, calls[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsTheExceptionHandlerOfAHandlerThatFails(boolean atOnce) throws IOException {
        List<UnseenFailure> told = new ArrayList<>();
        loop.setExceptionHandler(told::add);
        IOException failure = new IOException("of the handler");
        Server server = start(connection -> {
            if (atOnce) {
                throw failure;
            }
            return Handwritten.awaiting(() -> {
                throw failure;
            });
        });
        try (Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> !told.isEmpty());
            assertEquals(-1, peer.getInputStream().read());
            UnseenFailure one = told.get(0);
            assertSame(failure, one.failure());
            assertEquals(List.of(failure.getStackTrace()), one.asyncStack());
            assertEquals(
                    "connection 127.0.0.1:" + peer.getLocalPort(), one.task().name());
            assertNull(one.spawnedAt(), "who spawned what the loop serves by itself");
        }
        assertEquals(1, told.size());
        assertEquals(0, connections(server));
    }

    @Test
    void aHandlerThatEndsAsItWasAskedToIsNoFailure() throws IOException {
        List<UnseenFailure> told = new ArrayList<>();
        loop.setExceptionHandler(told::add);
        Server server = start(Handwritten::echo);
        try (Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> connections(server) == 1);
            net.call(() -> loop.tasks().stream()
                    .filter(task -> task.name().startsWith("connection"))
                    .map(ScheduledTask::cancel)
                    .toList());
            assertEquals(-1, peer.getInputStream().read());
            LoopFixture.runUntil(loop, () -> connections(server) == 0);
        }
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(List.of(), told);
    }

    @Test
    void aConnectionForWhoseTaskThereIsNoMemoryIsClosedAndNotCounted() throws Exception {
        Server server = net.call(() -> Server.start(
                loop, Handwritten::echo, new InetSocketAddress(Loopback.HOST, 0), ServerOptions.defaults()));
        loop.failures.put("spawn", new OutOfMemoryError("injected"));
        try (LogRecords log = new LogRecords();
                Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> loop.failures.isEmpty());
            assertEquals(-1, peer.getInputStream().read());
            assertEquals(0, connections(server));
            assertTrue(
                    log.messages().get(0).startsWith("an accepted connection could not be served"),
                    log.lines()::toString);
        }
        try (Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> connections(server) == 1);
            assertTrue(peer.isConnected());
        }
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake
    void refusesAHandlerThatReturnsNoTask() throws Exception {
        try (LogRecords log = new LogRecords()) {
            Server server = start(connection -> null);
            try (Socket peer = connect(server)) {
                LoopFixture.runUntil(loop, () -> log.lines().size() == 1);
                assertEquals(-1, peer.getInputStream().read());
            }
            assertEquals(
                    "the connection handler returned null, not a Task",
                    Objects.requireNonNull(log.all().get(0).failure()).getMessage());
            assertEquals(0, connections(server));
        }
    }

    private static int available(Socket socket) {
        try {
            return socket.getInputStream().available();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void closeStopsAcceptingAndWakesThoseWhoWait() throws IOException {
        Server server = start(Handwritten::echo);
        int port = server.localAddress().getPort();
        ScheduledTask<Void> first = loop.spawn(server.closed());
        ScheduledTask<Void> second = loop.spawn(server.closed());
        ScheduledTask<Void> cancelled = loop.spawn(server.closed());
        try (Socket peer = connect(server)) {
            LoopFixture.runUntil(loop, () -> connections(server) == 1);
            cancelled.cancel();
            assertThrows(CancellationException.class, () -> loop.run(cancelled));
            assertFalse(first.isReady());
            net.close(server);
            net.close(server);
            loop.run(first);
            loop.run(second);
            loop.run(server.closed());
            assertThrows(IOException.class, () -> connect(server).close());

            peer.getOutputStream().write(7); // the handler goes on
            LoopFixture.runUntil(loop, () -> available(peer) == 1);
            assertEquals(1, connections(server));
            net.close(start(Handwritten::echo, port)); // the port is free
        }
    }

    @Test
    void oneWhoHearsOfItsEndMayTakeBackTheWaitOfAnother() {
        Server server = start(Handwritten::echo);
        List<String> woken = new ArrayList<>();
        loop.run(LoopFixture.calling(() -> {
            List<Awaitable<Void>> waits = List.of(server.closed(), server.closed(), server.closed());
            Waiter second = () -> woken.add("second");
            waits.get(0).subscribe(() -> {
                woken.add("first");
                waits.get(1).withdraw(second);
            });
            waits.get(1).subscribe(second);
            waits.get(2).subscribe(() -> woken.add("third"));
            server.close();
            return "";
        }));
        loop.run(server.closed());
        assertEquals(List.of("first", "third"), woken);
    }

    /** The selector holds a closed channel, and with it the port, until it is asked the next time. */
    @Test
    void thePortIsFreeAsSoonAsTheServerIsClosed() {
        Server server = start(Handwritten::echo);
        List<Server> next = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        loop.run(LoopFixture.calling(() -> {
            server.closed().onComplete((nothing, failure) -> {
                try {
                    next.add(Tcp.startServer(
                            Handwritten::echo,
                            "127.0.0.1",
                            server.localAddress().getPort()));
                } catch (IOException e) {
                    failures.add(e);
                }
            });
            server.close();
            return "";
        }));
        LoopFixture.runUntil(loop, () -> next.size() + failures.size() == 1);
        assertEquals(List.of(), failures);
    }

    @Test
    void theEndOfTheLoopClosesServerAndConnections() throws IOException {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        try (EventLoop own = EventLoop.create()) {
            Server server = own.run(LoopFixture.calling(() -> Tcp.startServer(Handwritten::echo, "127.0.0.1", 0)));
            try (Socket peer = connect(server)) {
                LoopFixture.runUntil(own, () -> own.run(LoopFixture.calling(() -> server.connections() == 1)));
                assertEquals(before + 3, FileDescriptors.sockets());
                assertTrue(peer.isConnected());
            }
        }
        assertEquals(before, FileDescriptors.sockets());
    }

    @Test
    void theEndOfTheLoopClosesAServerThatHadNoTurnYet() throws IOException {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        try (EventLoop own = EventLoop.create()) {
            own.run(LoopFixture.calling(() -> Tcp.startServer(Handwritten::echo, "127.0.0.1", 0)));
        }
        assertEquals(before, FileDescriptors.sockets());
    }

    @Test
    void servesAThousandConnectionsAtOnceAndLeavesNoneOpen() throws IOException {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        int many = 1000;
        Server server = start(Handwritten::echo);
        List<Connection> clients = new ArrayList<>();
        List<ScheduledTask<Connection>> connecting = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            connecting.add(loop.spawn(Tcp.openConnection(server.localAddress())));
        }
        for (ScheduledTask<Connection> each : connecting) {
            clients.add(loop.run(each));
        }
        LoopFixture.runUntil(loop, () -> connections(server) == many);
        for (int i = 0; i < many; i++) {
            byte[] message = ByteBuffer.allocate(4).putInt(i).array();
            loop.run(clients.get(i).write(message));
        }
        for (int i = 0; i < many; i++) {
            assertArrayEquals(
                    ByteBuffer.allocate(4).putInt(i).array(),
                    loop.run(clients.get(i).readExactly(4)));
        }
        loop.run(LoopFixture.calling(() -> {
            clients.forEach(Connection::close);
            return "";
        }));
        LoopFixture.runUntil(loop, () -> connections(server) == 0);
        net.close(server);
        loop.run(server.closed());
        assertEquals(before, FileDescriptors.sockets());
    }

    /** As when there are no more file descriptors: the queue stays readable, and accepting fails. */
    @Test
    void neitherSpinsNorStopsWhenAcceptingFails() throws Exception {
        try (LogRecords log = new LogRecords();
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(Loopback.HOST, 0)).configureBlocking(false);
            CountingLoop counting = new CountingLoop(loop);
            int[] failures = {2};
            List<SocketChannel> accepted = new ArrayList<>();
            Acceptor acceptor = new Acceptor(
                    counting,
                    "server here",
                    channel,
                    new Admission(Integer.MAX_VALUE),
                    () -> {
                        if (failures[0]-- > 0) {
                            throw new IOException("Too many open files");
                        }
                        return channel.accept();
                    },
                    accepted::add);
            loop.run(LoopFixture.calling(() -> {
                acceptor.start();
                return "";
            }));
            try (SocketChannel peer = SocketChannel.open(channel.getLocalAddress())) {
                LoopFixture.runUntil(loop, () -> counting.interest == 0);
                LoopFixture.runUntil(loop, () -> !accepted.isEmpty());
                assertEquals(3, counting.readiness);
                assertEquals(
                        List.of("WARNING: The server here cannot accept connections now, and goes on trying"),
                        log.lines());
                assertNotNull(peer.getRemoteAddress());
                accepted.get(0).close();
            }
        }
    }

    @Test
    void acceptsAgainThoughThereWasNoMemoryToPause() throws Exception {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(Loopback.HOST, 0)).configureBlocking(false);
            int[] failures = {1};
            List<SocketChannel> accepted = new ArrayList<>();
            Acceptor acceptor = new Acceptor(
                    loop,
                    "server here",
                    channel,
                    new Admission(Integer.MAX_VALUE),
                    () -> {
                        if (failures[0]-- > 0) {
                            throw new OutOfMemoryError("injected");
                        }
                        return channel.accept();
                    },
                    accepted::add);
            net.call(() -> {
                acceptor.start();
                return "";
            });
            loop.failures.put("spawn", new OutOfMemoryError("injected"));
            try (LogRecords log = new LogRecords();
                    SocketChannel peer = SocketChannel.open(channel.getLocalAddress())) {
                LoopFixture.runUntil(loop, () -> !accepted.isEmpty());
                assertEquals(1, log.lines().size());
                assertNotNull(peer.getRemoteAddress());
                accepted.get(0).close();
            }
        }
    }

    @Test
    void theNextCloseFinishesWhatOneThatLackedStackHasLeft() throws IOException {
        Server server = net.call(() -> Server.start(
                loop, Handwritten::echo, new InetSocketAddress(Loopback.HOST, 0), ServerOptions.defaults()));
        loop.failures.put("post", new StackOverflowError("injected"));
        net.call(() -> assertThrows(StackOverflowError.class, server::close));
        net.close(server);
        loop.run(server.closed());
    }

    @Test
    void whoWaitsForTheEndIsToldInOrderButForThoseWhoHaveLeft() {
        Server server = start(Handwritten::echo);
        List<ScheduledTask<Void>> waits = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            ScheduledTask<Void> wait = net.start(server.closed());
            wait.subscribe(() -> told.add(number));
            waits.add(wait);
        }
        for (int left : new int[] {2, 0, 4}) {
            waits.get(left).cancel();
        }
        LoopFixture.runUntil(loop, () -> told.size() == 3);
        net.close(server);
        loop.run(server.closed());
        LoopFixture.runUntil(loop, () -> told.size() == 5);
        assertEquals(List.of(2, 0, 4, 1, 3), told);
    }

    @Test
    void pausesAfterAnErrorAndTellsOfEachShortageOnce() throws Exception {
        try (LogRecords log = new LogRecords();
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(Loopback.HOST, 0)).configureBlocking(false);
            List<SocketChannel> accepted = new ArrayList<>();
            boolean[] failing = {true, false};
            Acceptor acceptor = new Acceptor(
                    loop,
                    "server here",
                    channel,
                    new Admission(Integer.MAX_VALUE),
                    () -> {
                        failing[1] = !failing[1];
                        if (failing[0] && failing[1]) { // one in two
                            throw new NoClassDefFoundError("sun.nio.ch.FileDispatcherImpl");
                        }
                        return channel.accept();
                    },
                    accepted::add);
            loop.run(LoopFixture.calling(() -> {
                acceptor.start();
                return "";
            }));
            for (int shortage = 1; shortage <= 2; shortage++) {
                int all = 3 * shortage;
                failing[0] = true;
                List<SocketChannel> peers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    peers.add(SocketChannel.open(channel.getLocalAddress()));
                }
                LoopFixture.runUntil(loop, () -> accepted.size() == all - 1);
                failing[0] = false;
                LoopFixture.runUntil(loop, () -> accepted.size() == all);
                assertEquals(shortage, log.lines().size());
                for (SocketChannel peer : peers) {
                    peer.close();
                }
            }
            for (SocketChannel each : accepted) {
                each.close();
            }
            loop.run(LoopFixture.calling(() -> {
                acceptor.stop();
                return "";
            }));
        }
    }

    @Test
    void closesWhatItAcceptedThoughItCannotBeServed() throws Exception {
        try (LogRecords log = new LogRecords();
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(Loopback.HOST, 0));
            EventLoop closed = EventLoop.create();
            closed.close();
            try (SocketChannel peer = SocketChannel.open(channel.getLocalAddress())) {
                SocketChannel accepted = channel.accept();
                TcpListener.take(closed, accepted, new Admission(1), connection -> fail("served " + connection));
                assertFalse(accepted.isOpen());
                assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
            }
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void aServerClosedWhileItPausesLeavesNoTimer() throws Exception {
        try (LogRecords log = new LogRecords();
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(Loopback.HOST, 0)).configureBlocking(false);
            CountingLoop counting = new CountingLoop(loop);
            Acceptor acceptor = new Acceptor(
                    counting,
                    "server here",
                    channel,
                    new Admission(Integer.MAX_VALUE),
                    () -> {
                        throw new IOException("Too many open files");
                    },
                    accepted -> {});
            loop.run(LoopFixture.calling(() -> {
                acceptor.start();
                return "";
            }));
            try (SocketChannel peer = SocketChannel.open(channel.getLocalAddress())) {
                LoopFixture.runUntil(loop, () -> counting.interest == 0);
                int before = counting.changes;
                loop.run(LoopFixture.calling(() -> {
                    acceptor.stop();
                    ScheduledTask<?> pause = loop.tasks().get(0);
                    assertEquals("server here pausing", pause.name());
                    assertEquals(1, pause.cancelling());
                    return "";
                }));
                LoopFixture.runUntil(
                        loop,
                        () -> loop.run(LoopFixture.calling(() -> loop.tasks().size() == 1)));
                assertEquals(before, counting.changes);
                assertEquals(1, log.lines().size());
                assertNotNull(peer.getRemoteAddress());
            }
        }
    }

    @Test
    void belongsToItsLoopsThread() {
        Server server = start(Handwritten::echo);
        assertThrows(IllegalStateException.class, server::close);
        assertEquals(0, server.connections());
        assertThrows(IllegalStateException.class, () -> server.closed().isReady());
    }
}
