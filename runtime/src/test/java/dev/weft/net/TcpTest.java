// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.CountingLoop;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60) // what a broken loop would wait for never comes
class TcpTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final CountingLoop loop = net.loop;

    @Test
    void connectsToAnAddress() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, Loopback.HOST)) {
            Connection connection = loop.run(Tcp.openConnection("127.0.0.1", listener.getLocalPort()));
            assertEquals(new InetSocketAddress(Loopback.HOST, listener.getLocalPort()), connection.peerAddress());
            net.close(connection);
        }
    }

    @Test
    void connectsByName() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, Loopback.HOST)) {
            net.close(loop.run(Tcp.openConnection("localhost", listener.getLocalPort())));
            net.close(loop.run(
                    Tcp.openConnection(InetSocketAddress.createUnresolved("localhost", listener.getLocalPort()))));
            net.close(loop.run(Tcp.openConnection(new InetSocketAddress(Loopback.HOST, listener.getLocalPort()))));
        }
    }

    @Test
    void saysThatTheConnectionWasRefusedAndByWhom() throws IOException {
        int port = unusedPort();
        ConnectException refused =
                assertThrows(ConnectException.class, () -> loop.run(Tcp.openConnection("127.0.0.1", port)));
        assertEquals("cannot connect to 127.0.0.1:" + port + ": Connection refused", refused.getMessage());
    }

    @Test
    void triesEveryAddressUntilOneAnswers() throws IOException {
        int closed = unusedPort();
        try (ServerSocket listener = new ServerSocket(0, 50, Loopback.HOST)) {
            Connection connection = loop.run(new Connect(
                    InetSocketAddress.createUnresolved("example.test", 1),
                    List.of(
                            new InetSocketAddress(Loopback.HOST, closed),
                            new InetSocketAddress(Loopback.HOST, listener.getLocalPort())),
                    ConnectOptions.defaults()));
            assertEquals(listener.getLocalPort(), connection.peerAddress().getPort());
            net.close(connection);
        }
    }

    @Test
    void namesEveryAddressThatDidNotAnswer() throws IOException {
        int closed = unusedPort();
        int closedToo = unusedPort();
        ConnectException refused = assertThrows(
                ConnectException.class,
                () -> loop.run(new Connect(
                        InetSocketAddress.createUnresolved("example.test", 1),
                        List.of(
                                new InetSocketAddress(Loopback.HOST, closed),
                                new InetSocketAddress(Loopback.HOST, closedToo)),
                        ConnectOptions.defaults())));
        assertEquals(
                "cannot connect to example.test:1: 127.0.0.1:" + closed + ": Connection refused; 127.0.0.1:" + closedToo
                        + ": Connection refused",
                refused.getMessage());
        assertEquals(1, refused.getSuppressed().length);
    }

    @Test
    void takesAddressesInNumbersAsTheyAre() throws IOException {
        assertEquals("127.0.0.1:80", Addresses.text(new InetSocketAddress(literal("127.0.0.1"), 80)));
        assertEquals("[0:0:0:0:0:0:0:1]:80", Addresses.text(new InetSocketAddress(literal("::1"), 80)));
        assertEquals(literal("::1"), literal("[::1]"));
        assertNull(Addresses.literal("localhost"));
        assertNull(Addresses.literal("1.example.test"));
        for (String neither : List.of("1.2.3.256", "1:2", "not:a:name", "[::1")) {
            assertThrows(UnknownHostException.class, () -> loop.run(Tcp.openConnection(neither, 80)), neither);
        }
    }

    @Test
    void saysThatHostAndPortAreGivenApart() {
        assertEquals(
                "\"127.0.0.1:80\" is neither a name nor an IPv6 address, and no other host has a colon in it."
                        + " Host and port are given apart: \"127.0.0.1\", 80.",
                refusalOf("127.0.0.1:80"));
        assertTrue(refusalOf("http://example.com:8080/").endsWith("given apart: \"example.com\", 8080."));
        assertTrue(refusalOf("[::1]:80").endsWith("given apart: \"[::1]\", 80."), refusalOf("[::1]:80"));
        assertTrue(refusalOf("http://example.com").endsWith("given apart, without a scheme."));
    }

    /** What either of the two that take a host says. */
    private String refusalOf(String host) {
        UnknownHostException connecting =
                assertThrows(UnknownHostException.class, () -> loop.run(Tcp.openConnection(host, 80)));
        UnknownHostException listening = assertThrows(
                UnknownHostException.class,
                () -> loop.run(LoopFixture.calling(() -> Tcp.startServer(Handwritten::echo, host, 0))));
        assertEquals(connecting.getMessage(), listening.getMessage());
        return String.valueOf(connecting.getMessage());
    }

    private static InetAddress literal(String host) throws IOException {
        return java.util.Objects.requireNonNull(Addresses.literal(host));
    }

    @Test
    void saysWhichNameIsUnknown() {
        UnknownHostException unknown =
                assertThrows(UnknownHostException.class, () -> loop.run(Tcp.openConnection("no such host", 80)));
        assertEquals("cannot resolve host \"no such host\"", unknown.getMessage());
    }

    @Test
    void refusesAPortOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> Tcp.openConnection("127.0.0.1", 65536));
    }

    /** A listener whose queue is full answers nothing, so the connect waits until it is cancelled. */
    @Test
    void aCancelledConnectClosesItsSocket() throws IOException {
        FileDescriptors.assumeCounted();
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST)) {
            InetSocketAddress address = new InetSocketAddress(Loopback.HOST, listener.getLocalPort());
            fill(address, fillers);
            long before = FileDescriptors.sockets();
            ScheduledTask<Connection> connecting = loop.spawn(Tcp.openConnection(address));
            LoopFixture.runUntil(
                    loop, () -> connecting.isReady() || connecting.state() == ScheduledTask.State.SUSPENDED);
            assertEquals(before + 1, FileDescriptors.sockets());
            connecting.cancel();
            assertThrows(CancellationException.class, () -> loop.run(connecting));
            loop.run(Weft.sleep(java.time.Duration.ofNanos(1)));
            assertEquals(before, FileDescriptors.sockets());
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    static void fill(InetSocketAddress address, List<SocketChannel> fillers) throws IOException {
        for (int i = 0; i < 10; i++) {
            SocketChannel filler = SocketChannel.open();
            fillers.add(filler);
            filler.configureBlocking(false);
            filler.connect(address);
        }
    }

    @Test
    void closesAConnectionThatIsWithdrawnBeforeAnybodyTookIt() throws IOException {
        FileDescriptors.assumeCounted();
        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST)) {
            long before = FileDescriptors.sockets();
            var connect = Tcp.openConnection("127.0.0.1", listener.getLocalPort());
            loop.run(LoopFixture.calling(() -> {
                connect.subscribe(() -> {});
                return "";
            }));
            LoopFixture.runUntil(loop, () -> loop.run(LoopFixture.calling(connect::isReady)));
            assertEquals(before + 1, FileDescriptors.sockets());
            loop.run(LoopFixture.calling(() -> connect.withdraw(() -> {})));
            loop.run(Weft.sleep(java.time.Duration.ofNanos(1)));
            assertEquals(before, FileDescriptors.sockets());
        }
    }

    @Test
    void aConnectIsAwaitedOnce() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST)) {
            var connect = Tcp.openConnection("127.0.0.1", listener.getLocalPort());
            net.close(loop.run(connect));
            assertEquals(
                    "openConnection(...) was awaited before; what it returns is awaited once. Call it again for another.",
                    assertThrows(IllegalStateException.class, () -> loop.run(connect))
                            .getMessage());
        }
    }

    @Test
    void aCancelledLookupIsForgotten() {
        ScheduledTask<Void> connecting = loop.spawn(Handwritten.awaiting(() -> Tcp.openConnection("localhost", 1)));
        loop.run(LoopFixture.calling(() -> connecting.cancel()));
        assertThrows(CancellationException.class, () -> loop.run(connecting));
    }

    @Test
    void needsALoop() throws IOException {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Tcp.startServer(Handwritten::echo, "127.0.0.1", 0));
        assertEquals(
                "startServer(...) needs a running event loop, and thread \""
                        + Thread.currentThread().getName()
                        + "\" runs none. Call it inside Weft.run(...) or EventLoop.run(...); from another thread use EventLoop.spawn(...) or EventLoop.post(...). An async method that returns a stage has no loop where it is called on such a thread, and can await stages, tasks, sleeps and awaitables of yours there. Where an async method calls it that is not woven, it runs at once and outside the loop: see Weft.isWoven(Class).",
                refused.getMessage());
        assertTrue(Tcp.openConnection("127.0.0.1", 1)
                .toCompletableFuture()
                .handle((connection, failure) -> failure instanceof IllegalStateException)
                .join());
    }

    @Test
    void saysWhichAddressIsInUse() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, Loopback.HOST)) {
            String address = "127.0.0.1:" + listener.getLocalPort();
            BindException inUse = assertThrows(
                    BindException.class,
                    () -> loop.run(LoopFixture.calling(
                            () -> Tcp.startServer(Handwritten::echo, "127.0.0.1", listener.getLocalPort()))));
            assertEquals("cannot listen on " + address + ": Address already in use", inUse.getMessage());
        }
        assertFalse(loop.run(LoopFixture.calling(() -> loop.tasks().size() > 1)));
    }

    @Test
    void describesWhatItWaitsFor() throws IOException {
        assertEquals("connect", Tcp.openConnection("localhost", 1).describe().kind());
        assertEquals(
                "localhost:1", Tcp.openConnection("localhost", 1).describe().identity());
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, Loopback.HOST)) {
            return listener.getLocalPort();
        }
    }
}
