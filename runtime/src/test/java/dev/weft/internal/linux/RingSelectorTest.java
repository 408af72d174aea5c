// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a loop asks of any selector, and streams whose bytes come before they are asked for. */
class RingSelectorTest extends SystemSelectorTest {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1024 * 1024);

    /** Whoever is ready has its answer sent with those of others, also where nobody else is. */
    @Override
    SystemSelector newSelector() throws IOException {
        assumeTrue(Epoll.hasRing(), Epoll::whyNoRing);
        return new RingSelector(0);
    }

    /** One that is read by its key alone. */
    private SystemKey stream(int interest) throws IOException {
        SystemKey key = register(interest);
        key.takesAll();
        return key;
    }

    private void send(int from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            bytes.put((byte) (from + i));
        }
        bytes.flip();
        while (bytes.hasRemaining()) {
            int unused = client.write(bytes);
        }
    }

    /** Reads until so many bytes are there, which count up from one on. */
    private void assertReads(SystemKey key, int from, int count) throws IOException {
        buffer.clear();
        while (buffer.position() < count) {
            assertTrue(key.read(buffer) >= 0);
            if (buffer.position() < count) {
                selector.selectWithin(TimeUnit.SECONDS.toNanos(1), found::add);
            }
        }
        assertEquals(count, buffer.position());
        for (int i = 0; i < count; i++) {
            assertEquals((byte) (from + i), buffer.get(i), i + "th");
        }
    }

    private int readUpTo(SystemKey key, int count) throws IOException {
        return key.read(buffer.clear().limit(count));
    }

    // ------------------------------------------------------------------ what comes in

    @Test
    void bytesComeBeforeTheyAreAskedForAndAreToldOfUntilTheyAreRead() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        assertEquals(0, selectNow());
        send(0, 10);
        assertEquals(1, selectNow());
        assertEquals(SelectionKey.OP_READ, key.readyOps());
        assertEquals(4, readUpTo(key, 4));
        assertEquals(1, selectNow());
        send(10, 10);
        assertEquals(1, selectNow());
        assertReads(key, 4, 16);
        assertEquals(0, selectNow());
        assertEquals(0, readUpTo(key, 1));
    }

    @Test
    void aWriteThatFindsNoRoomInTheRingLeavesWhatHasComeToTheNextLook() throws IOException {
        RingKey key = (RingKey) stream(SelectionKey.OP_READ);
        selectNow();
        RingEntries entries = ((RingSelector) selector).entries();
        for (int i = 0; i < Ring.ENTRIES; i++) {
            assertTrue(entries.cancel(key, RingEntries.POLLS_OUT)); // which is not under way, so nothing comes of it
        }
        send(0, 3);
        key.nextWriteWaits();
        assertEquals(1, key.write(buffer.clear().limit(1)));
        send(3, 3);
        assertReads(key, 0, 6);
    }

    @Test
    void theEndComesBehindAllBytes() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        send(0, 3);
        client.shutdownOutput();
        assertEquals(1, selectNow());
        assertReads(key, 0, 3);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, selectNow());
            assertEquals(-1, readUpTo(key, 1));
        }
    }

    @Test
    void aResetComesBehindAllBytesAndIsToldOnce() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        send(0, 3);
        assertEquals(1, selectNow());
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        selectNow();
        assertReads(key, 0, 3);
        assertEquals(1, selectNow());
        assertThrows(SocketException.class, () -> readUpTo(key, 1));
        assertEquals(1, selectNow());
        assertEquals(-1, readUpTo(key, 1));
    }

    @Test
    void whatIsLargeComesInItsOrder() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        for (int i = 0; i < 20; i++) {
            send(0, 100_000);
            assertReads(key, 0, 100_000);
            send(7, 10);
            assertReads(key, 7, 10);
        }
    }

    /** More buffers than there are would be taken by bytes that nobody reads. */
    @Test
    void aStreamThatIsNotReadTakesNoBufferFromOthers() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        SystemKey other = (SystemKey) client.register(selector, SelectionKey.OP_READ, "other");
        other.takesAll();
        for (int i = 0; i < 2 * ReceiveBuffers.COUNT; i++) {
            send(i, 1);
            selectNow();
        }
        assertEquals(4, served.write(ByteBuffer.allocate(4)));
        assertEquals(2, selectNow());
        assertEquals(4, readUpTo(other, 10));
        assertReads(key, 0, 2 * ReceiveBuffers.COUNT);
    }

    @Test
    void ofAStreamThatIsWatchedAndNotReadNoMoreIsKeptThanABound() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        for (int i = 0; i < 300; i++) {
            int unused = client.write(ByteBuffer.allocate(1000));
            selectNow();
        }
        int kept = key.read(buffer.clear());
        assertTrue(kept < 150_000, () -> kept + " bytes");
    }

    @Test
    void whoDoesNotWantToReadHasNothingReceived() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        key.interestOps(0);
        selectNow();
        selectNow();
        send(0, 5);
        assertEquals(0, selectNow());
        assertEquals(5, served.read(buffer.clear()));
    }

    // ------------------------------------------------------------------ what goes out

    /** Writes as whoever waits for room: nothing is taken, and it is told. */
    private void writeLater(SystemKey key, int count) throws IOException {
        key.nextWriteWaits();
        assertEquals(0, key.write(buffer.clear().limit(count)));
    }

    private int arrived() throws IOException {
        client.configureBlocking(false);
        return client.read(ByteBuffer.allocate(100));
    }

    @Test
    void whoWaitsToWriteHasWrittenWhenItIsTold() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        writeLater(key, 5);
        key.interestOps(SelectionKey.OP_WRITE);
        assertEquals(0, arrived());
        assertEquals(1, selectNow());
        assertEquals(SelectionKey.OP_WRITE, key.readyOps());
        assertEquals(1, selectNow());
        assertEquals(5, key.write(buffer));
        assertEquals(5, buffer.position());
        assertEquals(5, arrived());
        assertEquals(0, arrived());
    }

    @Test
    void whoGivesUpBeforeTheLookHasWrittenNothing() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        writeLater(key, 5);
        selectNow(); // nobody waits
        writeLater(key, 5);
        key.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
        key.interestOps(SelectionKey.OP_READ);
        selectNow();
        assertEquals(0, arrived());
        assertEquals(3, key.write(buffer.clear().limit(3)));
        assertEquals(3, arrived());
    }

    @Test
    void whatThereIsNoRoomForIsToldWhenThereIs() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        while (key.write(buffer.clear()) > 0) {
            assertTrue(buffer.position() > 0);
        }
        writeLater(key, 100);
        key.interestOps(SelectionKey.OP_WRITE);
        assertEquals(0, selectNow());
        assertEquals(0, selectNow());
        assertEquals(0, key.write(buffer));
        client.configureBlocking(false);
        while (client.read(ByteBuffer.allocate(1024 * 1024)) > 0) {
            selector.selectWithin(1_000_000, found::add);
        }
        selectNow();
        assertEquals(100, key.write(buffer));
    }

    @Test
    void aFailureOfWhatWasSentIsThatOfTheWrite() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        assertThrows(SocketException.class, () -> readUpTo(key, 1));
        writeLater(key, 5);
        key.interestOps(SelectionKey.OP_WRITE);
        assertEquals(1, selectNow());
        String message =
                assertThrows(IOException.class, () -> key.write(buffer)).getMessage();
        assertEquals("Broken pipe", message);
    }

    // ------------------------------------------------------------------ its end

    /** The system gives the number of a closed descriptor to whoever is next. */
    @Test
    void nothingIsSentToWhoHasTheDescriptorNext() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        writeLater(key, 5);
        key.interestOps(SelectionKey.OP_WRITE);
        served.close();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null);
                SocketChannel other = SocketChannel.open(server.getLocalAddress())) {
            assertEquals(0, selectNow());
            try (SocketChannel next = server.accept()) {
                next.configureBlocking(false);
                SocketChannel last = SocketChannel.open(server.getLocalAddress());
                assertEquals(0, selectNow());
                assertEquals(0, next.read(buffer.clear()));
                last.close();
            }
            assertTrue(other.isOpen());
        }
    }

    @Test
    void portsAreFreeOnceTheSelectorHasLetGo() throws IOException {
        List<ServerSocketChannel> servers = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ServerSocketChannel server = ServerSocketChannel.open().bind(null);
            servers.add(server);
            ports.add(server.socket().getLocalPort());
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        }
        selectNow();
        for (ServerSocketChannel server : servers) {
            server.close();
        }
        selectNow();
        for (int port : ports) {
            try (ServerSocketChannel again = ServerSocketChannel.open()) {
                again.bind(new InetSocketAddress(port));
            }
        }
    }

    @Test
    void aCloseWithBytesUnreadIsAReset() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        send(0, 3);
        assertEquals(1, selectNow());
        served.close();
        selectNow();
        assertTrue(!key.isValid());
        client.configureBlocking(true);
        assertThrows(IOException.class, () -> client.write(ByteBuffer.allocate(1)));
    }

    @Test
    void anotherThreadMayGoOnWithIt() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        send(0, 3);
        selectNow();
        send(3, 3);
        CompletableFuture.runAsync(unchecked(() -> {
                    selectNow();
                    assertReads(key, 0, 6);
                    assertEquals(0, selectNow());
                    send(6, 3);
                    assertEquals(1, selectNow());
                    assertReads(key, 6, 3);
                    writeLater(key, 2);
                    key.interestOps(SelectionKey.OP_WRITE);
                    selectNow();
                    selectNow();
                    assertEquals(2, key.write(buffer));
                }))
                .join();
        assertEquals(2, arrived());
        key.interestOps(SelectionKey.OP_READ);
        send(9, 3);
        assertReads(key, 9, 3);
    }

    @Test
    void anotherThreadMayEndIt() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        CompletableFuture.runAsync(unchecked(selector::close)).join();
        assertTrue(!key.isValid());
        assertTrue(!served.isRegistered());
        served.close();
        client.configureBlocking(true);
        assertEquals(-1, client.read(ByteBuffer.allocate(1)));
    }

    /** The system ends what a ring has under way some time after the ring is closed, unless its own thread has ended that before. */
    @Test
    void portsAreFreeOnceAnotherThreadHasEndedItThatWasLeft() throws IOException {
        for (int i = 0; i < 50; i++) {
            ServerSocketChannel server = ServerSocketChannel.open().bind(null);
            int port = server.socket().getLocalPort();
            server.configureBlocking(false);
            SystemSelector left = newSelector();
            server.register(left, SelectionKey.OP_ACCEPT);
            int unused = left.selectNow(found::add);
            left.leaveThread();
            CompletableFuture.runAsync(unchecked(() -> {
                        server.close();
                        left.close();
                    }))
                    .join();
            try (ServerSocketChannel again = ServerSocketChannel.open()) {
                again.bind(new InetSocketAddress(port));
            }
        }
    }

    @Test
    void whatHasComeWhenTheThreadLeavesIsReadByTheNext() throws IOException {
        SystemKey key = stream(SelectionKey.OP_READ);
        selectNow();
        send(0, 3);
        selectNow();
        send(3, 3);
        selector.leaveThread();
        send(6, 3);
        CompletableFuture.runAsync(unchecked(() -> assertReads(key, 0, 9))).join();
        selector.leaveThread();
        send(9, 3);
        assertReads(key, 9, 3);
    }
}
