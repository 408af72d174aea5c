// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60) // what a broken loop would wait for never comes
class ConnectionTest {
    @RegisterExtension
    final Loopback net;

    ConnectionTest() throws IOException {
        net = new Loopback();
    }

    @Test
    void doesNotDelaySmallWrites() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST);
                SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress())) {
            Connection other = Connection.over(net.loop, channel);
            assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
            net.close(other);
        }
    }

    @Test
    void isDescribedByItsAddresses() throws IOException {
        String identity =
                "127.0.0.1:" + net.connection.localAddress().getPort() + "->127.0.0.1:" + net.peer.getLocalPort();
        assertEquals("connection " + identity, net.connection.toString());
        assertEquals(
                new WaitDescription("read", identity, net.connection.peerAddress(), WaitDescription.NO_DEADLINE),
                net.connection.read(10).describe());
    }

    @Test
    void closeWakesTheReaderAndTheWriter() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.connection.read(10));
        ScheduledTask<Void> writing = net.start(net.connection.write(new byte[64 * 1024 * 1024]));
        net.close(net.connection);
        assertThrows(AsynchronousCloseException.class, () -> net.run(reading));
        assertThrows(AsynchronousCloseException.class, () -> net.run(writing));
    }

    @Test
    void closeTwiceIsCloseOnce() {
        assertTrue(net.connection.isOpen());
        net.close(net.connection);
        net.close(net.connection);
        assertFalse(net.connection.isOpen());
    }

    @Test
    void operationsAfterTheCloseAreRefused() throws IOException {
        net.close(net.connection);
        assertThrows(ClosedChannelException.class, () -> net.run(net.connection.read(10)));
        assertThrows(ClosedChannelException.class, () -> net.run(net.connection.write(new byte[0])));
        ClosedChannelException refused = assertThrows(
                ClosedChannelException.class,
                () -> net.call(() -> {
                    net.connection.shutdownOutput();
                    return "";
                }));
        assertEquals(net.connection + " is closed", refused.getMessage());
    }

    @Test
    void closeShowsAtTheOtherEndAtOnce() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.connection.read(10));
        net.close(net.connection);
        assertEquals(-1, net.peer.getInputStream().read());
        assertThrows(AsynchronousCloseException.class, () -> net.run(reading));
    }

    @Test
    void anAlreadyCancelledTaskDoesNotRead() throws IOException {
        net.send(new byte[] {1});
        ScheduledTask<Void> cancelled = net.loop.spawn(Handwritten.awaiting(() -> {
            dev.weft.Weft.currentTask().cancel();
            return net.connection.read(10);
        }));
        assertThrows(CancellationException.class, () -> net.run(cancelled));
        assertEquals(1, net.run(net.connection.read(10)).length);
    }

    @Test
    void awaitingOnAThreadWithoutALoopIsRefused() throws IOException {
        Awaitable<byte[]> read = net.connection.read(10);
        IllegalStateException refused = assertThrows(IllegalStateException.class, read::isReady);
        assertEquals(
                "read(...) of " + net.connection
                        + " belongs to the thread that runs its event loop, but was used on thread \""
                        + Thread.currentThread().getName() + "\", which runs no event loop."
                        + " From there, use block(), onComplete(...) or toCompletableFuture() of the awaitable,"
                        + " or EventLoop.post(...).",
                refused.getMessage());
    }

    /** There is no awaitable on which one could block. */
    @Test
    void whatHappensAtOnceIsPostedFromOtherThreads() {
        for (String operation : List.of("close()", "shutdownOutput()")) {
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class,
                    operation.startsWith("close") ? net.connection::close : net.connection::shutdownOutput);
            assertEquals(
                    operation + " of " + net.connection
                            + " belongs to the thread that runs its event loop, but was used on thread \""
                            + Thread.currentThread().getName()
                            + "\", which runs no event loop. From there, hand it to EventLoop.post(...).",
                    refused.getMessage());
        }
        assertTrue(net.connection.isOpen());
    }

    @Test
    void whatTheSystemRefusesSaysOfWhichConnection() throws IOException {
        net.peer.setSoLinger(true, 0);
        net.peer.close(); // with a reset
        IOException read = assertThrows(IOException.class, () -> net.run(net.connection.read(10)));
        assertTrue(
                read.toString().endsWith(" reset (" + net.connection + ')')
                        || read.toString().endsWith(" reset by peer (" + net.connection + ')'),
                read.toString());
        assertEquals(ConnectionResetException.class, read.getClass());
        assertNull(read.getCause());
        IOException write = assertThrows(IOException.class, () -> net.run(net.connection.write(new byte[1])));
        assertTrue(write.toString().endsWith(" (" + net.connection + ')'), write.toString());
    }

    @Test
    void awaitingOnAnotherLoopIsRefused() {
        try (EventLoop other = EventLoop.create()) {
            String message = assertThrows(IllegalStateException.class, () -> other.run(net.connection.read(10)))
                    .toString();
            assertTrue(message.contains("which runs another event loop"), message);
        }
    }

    @Test
    void aPlainThreadCanBlockOnARead() throws Exception {
        try (EventLoop loop = EventLoop.create();
                java.net.ServerSocket listener = new java.net.ServerSocket(0, 1, Loopback.HOST)) {
            Connection mine = loop.run(Tcp.openConnection("127.0.0.1", listener.getLocalPort()));
            try (java.net.Socket peer = listener.accept()) {
                AtomicInteger got = new AtomicInteger();
                CountDownLatch blocked = new CountDownLatch(1);
                Thread plain = new Thread(() -> {
                    try {
                        got.set(mine.read(10).block().length);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } finally {
                        loop.post(blocked::countDown);
                    }
                });
                plain.start();
                peer.getOutputStream().write(new byte[] {1, 2});
                Loopback.runUntil(loop, () -> blocked.getCount() == 0);
                plain.join();
                assertEquals(2, got.get());
                loop.run(Loopback.calling(() -> {
                    mine.close();
                    return "";
                }));
            }
        }
    }

    @Test
    void callbacksGetTheBytes() throws IOException {
        AtomicInteger got = new AtomicInteger();
        net.call(() -> {
            net.connection.read(10).onComplete((bytes, failure) -> got.set(bytes == null ? -1 : bytes.length));
            return "";
        });
        net.send(new byte[] {1, 2, 3});
        net.runUntil(() -> got.get() > 0);
        assertEquals(3, got.get());
    }
}
