// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.spi.SocketCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop asks of its selector, whichever it is. Run where there are calls of the system, by {@link OtherBackendTest}. */
@Timeout(60) // what a broken selector would wait for never comes
abstract class SystemSelectorTest {
    SystemSelector selector;
    SocketChannel client;
    SocketChannel served;
    final List<SelectionKey> found = new ArrayList<>();

    abstract SystemSelector newSelector() throws IOException;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Backend.WHY_NOT == null, Backend.WHY_NOT);
        selector = newSelector();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(server.getLocalAddress());
            served = server.accept();
        }
        served.configureBlocking(false);
        client.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        if (selector != null) {
            selector.close();
            client.close();
            served.close();
        }
    }

    int selectNow() {
        found.clear();
        return selector.selectNow(found::add);
    }

    void send(int bytes) throws IOException {
        client.write(ByteBuffer.allocate(bytes));
    }

    SystemKey register(int interest) throws IOException {
        return (SystemKey) served.register(selector, interest, "handler");
    }

    // ------------------------------------------------------------------ readiness

    @Test
    void tellsAgainAndAgainOfWhatIsReady() throws IOException {
        SelectionKey key = register(SelectionKey.OP_READ);
        assertEquals(0, selectNow());
        send(1);
        assertEquals(1, selectNow());
        assertEquals(1, selectNow());
        assertEquals(List.of(key), found);
        assertEquals(SelectionKey.OP_READ, key.readyOps());
        served.read(ByteBuffer.allocate(1));
        assertEquals(0, selectNow());
    }

    @Test
    void tellsOfWhatIsWantedAlone() throws IOException {
        SelectionKey key = register(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        assertEquals(1, selectNow());
        assertEquals(SelectionKey.OP_WRITE, key.readyOps());
        key.interestOps(SelectionKey.OP_READ);
        assertEquals(0, selectNow());
        key.interestOps(0);
        send(1);
        assertEquals(0, selectNow());
        key.interestOps(SelectionKey.OP_READ);
        assertEquals(1, selectNow());
    }

    /** The system tells of errors and ends whether they are wanted or not. */
    @Test
    void tellsNothingOfAConnectionThatIsOverToWhoWantsNothing() throws IOException {
        SelectionKey key = register(0);
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        assertEquals(0, selectNow());
        selector.selectWithin(TimeUnit.MILLISECONDS.toNanos(1), found::add);
        assertEquals(List.of(), found);
        key.interestOps(SelectionKey.OP_READ);
        assertEquals(1, selectNow());
    }

    @Test
    void refusesWhatAChannelIsNeverReadyFor() throws IOException {
        SelectionKey key = register(SelectionKey.OP_READ);
        assertThrows(IllegalArgumentException.class, () -> key.interestOps(SelectionKey.OP_ACCEPT));
        assertEquals(SelectionKey.OP_READ, key.interestOps());
    }

    @Test
    void findsAllOfManyThatAreReady() throws IOException {
        List<Pipe> pipes = new ArrayList<>();
        try {
            for (int i = 0; i < 1500; i++) {
                Pipe pipe = Pipe.open();
                pipes.add(pipe);
                pipe.source().configureBlocking(false);
                pipe.source().register(selector, SelectionKey.OP_READ, pipe);
                pipe.sink().write(ByteBuffer.allocate(1));
            }
            int told = 0;
            while (told < pipes.size()) {
                told += selector.selectNow(key -> unchecked(
                                () -> ((Pipe) key.attachment()).source().read(ByteBuffer.allocate(1)))
                        .run());
            }
            assertEquals(pipes.size(), told);
            assertEquals(pipes.size(), selector.keys().size());
        } finally {
            for (Pipe pipe : pipes) {
                pipe.sink().close();
                pipe.source().close();
            }
        }
        assertEquals(0, selectNow());
        assertTrue(selector.keys().isEmpty());
    }

    /** Code that may throw what nobody here expects. */
    interface Code {
        void run() throws IOException;
    }

    static Runnable unchecked(Code code) {
        return () -> {
            try {
                code.run();
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        };
    }

    // ------------------------------------------------------------------ who ends the wait

    @Test
    void aWakeEndsTheNextWaitAndNoMoreThanThat() {
        selector.wakeup();
        selector.wakeup();
        selector.selectWithin(Long.MAX_VALUE, found::add);
        long before = System.nanoTime();
        selector.selectWithin(1_000_000, found::add);
        assertTrue(System.nanoTime() - before >= 1_000_000);
        assertEquals(List.of(), found);
    }

    /** The system gives the number of a descriptor that is closed to the next that is opened. */
    @Test
    void aWakeBehindItsEndIsNothingToWhoHasItsDescriptors() throws IOException {
        selector.close();
        List<Pipe> pipes = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Pipe pipe = Pipe.open();
                pipes.add(pipe);
                pipe.source().configureBlocking(false);
            }
            selector.wakeup();
            for (Pipe pipe : pipes) {
                assertEquals(0, pipe.source().read(ByteBuffer.allocate(8)));
            }
        } finally {
            for (Pipe pipe : pipes) {
                pipe.sink().close();
                pipe.source().close();
            }
        }
    }

    @Test
    void anotherThreadEndsTheWait() throws InterruptedException {
        Thread waker = new Thread(selector::wakeup);
        waker.start();
        selector.selectWithin(Long.MAX_VALUE, found::add);
        waker.join();
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        selector.selectWithin(Long.MAX_VALUE, found::add);
        assertTrue(Thread.interrupted());
    }

    // ------------------------------------------------------------------ whose a descriptor is

    /** Where it were closed at once, the system would give its number to another channel while this one is still watched by it. */
    @Test
    void aChannelThatIsClosedElsewhereKeepsItsDescriptorUntilTheSelectorHasLetGo() throws Exception {
        SystemKey key = register(SelectionKey.OP_READ);
        selectNow();
        CompletableFuture.runAsync(unchecked(served::close)).join();
        assertFalse(key.isValid());
        assertEquals(SocketCalls.GONE, key.read(ByteBuffer.allocateDirect(1)));
        assertTrue(isTaken(key.descriptor));
        assertEquals(0, selectNow());
        assertFalse(served.isRegistered());
        assertFalse(isTaken(key.descriptor));
    }

    private static boolean isTaken(int descriptor) {
        return Files.isSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)));
    }

    @Test
    void aChannelMayBeWatchedAgainAfterItWasLetGo() throws IOException {
        SystemKey first = register(SelectionKey.OP_READ);
        selectNow();
        first.cancel();
        selectNow();
        SystemKey second = register(SelectionKey.OP_READ);
        send(1);
        assertEquals(1, selectNow());
        assertEquals(List.of(second), found);
    }

    @Test
    void lettingGoOfAllIsItsEnd() throws IOException {
        SystemKey key = register(SelectionKey.OP_READ);
        selector.close();
        assertFalse(key.isValid());
        assertFalse(served.isRegistered());
        assertThrows(ClosedSelectorException.class, this::selectNow);
        assertTrue(served.isOpen());
    }

    // ------------------------------------------------------------------ bytes

    @Test
    void bytesGoByDescriptor() throws IOException {
        SystemKey key = register(SelectionKey.OP_READ);
        ByteBuffer buffer = ByteBuffer.allocateDirect(8);
        assertEquals(0, key.read(buffer));
        client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        buffer.position(2);
        assertEquals(3, key.read(buffer));
        assertEquals(5, buffer.position());
        assertEquals(3, buffer.get(4));
        buffer.flip().position(2);
        assertEquals(3, key.write(buffer));
        assertFalse(buffer.hasRemaining());
        ByteBuffer back = ByteBuffer.allocate(8);
        assertEquals(3, client.read(back));
        assertEquals(1, back.get(0));
        client.close();
        assertEquals(-1, key.read(buffer.clear()));
    }

    @Test
    void aWriteTakesWhatThereIsRoomFor() throws IOException {
        SystemKey key = register(SelectionKey.OP_READ);
        ByteBuffer much = ByteBuffer.allocateDirect(16 * 1024 * 1024);
        int taken = key.write(much);
        assertTrue(taken > 0 && taken < much.capacity(), () -> taken + " bytes");
        assertEquals(taken, much.position());
        while (key.write(much) > 0) { // the system takes in pieces
            assertTrue(much.hasRemaining());
        }
        assertEquals(0, key.write(much));
    }

    @Test
    void whatTheSystemRefusesIsSaidAsTheJdkSaysIt() throws IOException {
        SystemKey key = register(SelectionKey.OP_READ);
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        String reset = String.valueOf(assertThrows(SocketException.class, () -> key.read(ByteBuffer.allocateDirect(1)))
                .getMessage());
        assertEquals("Connection reset", reset);
        assertEquals(
                "Broken pipe",
                assertThrows(IOException.class, () -> key.write(ByteBuffer.allocateDirect(1)))
                        .getMessage());
    }
}
