// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is open when its loop is closed. */
@Timeout(60) // what a broken loop would wait for never comes
class LoopCloseTest {
    private final ServerSocket listener;
    private final EventLoop loop = EventLoop.create();

    LoopCloseTest() throws IOException {
        listener = new ServerSocket(0, 50, Loopback.HOST);
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        listener.close();
    }

    private Connection open() throws IOException {
        return loop.run(Tcp.openConnection("127.0.0.1", listener.getLocalPort()));
    }

    @Test
    void connectionsAreClosedAndClosingThemAgainIsNothing() throws Exception {
        FileDescriptors.assumeCounted();
        long before = FileDescriptors.sockets();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            connections.add(open());
        }
        loop.close();
        assertEquals(before, FileDescriptors.sockets());
        for (Connection connection : connections) {
            assertFalse(connection.isOpen());
            connection.close();
            Thread other = new Thread(connection::close);
            other.start();
            other.join();
        }
    }

    @Test
    void aConnectionThatAPlainThreadOpenedIsClosedWithoutAFuss() throws IOException {
        try (Connection connection =
                Tcp.openConnection("127.0.0.1", listener.getLocalPort()).block()) {
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void aConnectionThatWasClosedBeforeIsForgotten() throws IOException {
        Connection connection = open();
        loop.run(LoopFixture.calling(() -> {
            connection.close();
            return "";
        }));
        connection.close();
        assertFalse(connection.isOpen());
    }

    @Test
    void nobodyIsToldToPostToIt() throws IOException {
        Connection connection = open();
        Awaitable<byte[]> read = connection.read(1);
        loop.close();
        assertTrue(loop.isClosed());
        String closed = "The event loop is closed: it runs nothing any more.";
        assertEquals(
                "read(...) of " + connection + " belongs to an event loop that is closed and runs nothing any more.",
                assertThrows(IllegalStateException.class, read::isReady).getMessage());
        assertEquals(
                "shutdownOutput() of " + connection
                        + " belongs to an event loop that is closed and runs nothing any more.",
                assertThrows(IllegalStateException.class, connection::shutdownOutput)
                        .getMessage());
        assertEquals(
                closed, assertThrows(IllegalStateException.class, read::block).getMessage());
        assertEquals(
                closed, assertThrows(IllegalStateException.class, loop::tasks).getMessage());
        assertEquals(
                closed,
                assertThrows(IllegalStateException.class, () -> loop.onClose(() -> {}))
                        .getMessage());
    }

    @Test
    void aReaderThatIsNoTaskIsTold() throws Exception {
        Awaitable<byte[]> read = open().read(1);
        List<Throwable> told = new ArrayList<>();
        loop.run(LoopFixture.calling(() -> {
            read.subscribe(() -> told.add(assertThrows(AsynchronousCloseException.class, read::result)));
            return "";
        }));
        loop.close();
        assertTrue(told.toString().endsWith(" was closed while a read waited]"), told.toString());
    }

    /** A listener whose queue is full answers nothing. */
    @Test
    void aConnectThatIsNoTaskIsToldAndLeavesNoSocket() throws IOException {
        FileDescriptors.assumeCounted();
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, Loopback.HOST)) {
            InetSocketAddress address = new InetSocketAddress(Loopback.HOST, full.getLocalPort());
            TcpTest.fill(address, fillers);
            long before = FileDescriptors.sockets();
            Awaitable<Connection> connect = Tcp.openConnection(address);
            List<Throwable> told = new ArrayList<>();
            loop.run(LoopFixture.calling(() -> {
                connect.subscribe(() -> told.add(assertThrows(ConnectException.class, connect::result)));
                return "";
            }));
            assertEquals(before + 1, FileDescriptors.sockets());
            loop.close();
            assertEquals(before, FileDescriptors.sockets());
            assertEquals(
                    "cannot connect to 127.0.0.1:" + full.getLocalPort()
                            + ": the event loop was closed before there was an answer",
                    told.get(0).getMessage());
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void aServerIsClosedAndClosingItAgainIsNothing() throws IOException {
        Server server = loop.run(LoopFixture.calling(() -> Tcp.startServer(Handwritten::echo, "127.0.0.1", 0)));
        assertThrows(IllegalStateException.class, server::close);
        loop.close();
        server.close();
    }

    @Test
    void aChannelThatTheUserWatchesStaysTheUsers() throws IOException {
        try (SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress())) {
            channel.configureBlocking(false);
            loop.run(LoopFixture.calling(() -> loop.watch(channel, SelectionKey.OP_READ, ready -> {})));
            loop.close();
            assertTrue(channel.isOpen());
            assertFalse(channel.isRegistered());
        }
    }
}
