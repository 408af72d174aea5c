// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // what a broken loop would wait for never comes
class WriteTest {
    private static final int LARGE = 64 * 1024 * 1024;

    private Loopback net;
    private Connection connection;

    @BeforeEach
    void connect() throws IOException {
        net = new Loopback();
        connection = net.connection;
    }

    @AfterEach
    void disconnect() throws IOException {
        net.close();
    }

    @Test
    void sendsWhatRemainsInAHeapBuffer() throws IOException {
        ByteBuffer buffer =
                ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}).position(1).limit(4);
        net.run(connection.write(buffer));
        assertEquals(4, buffer.position());
        assertEquals(4, buffer.limit());
        assertArrayEquals(new byte[] {2, 3, 4}, net.peer.getInputStream().readNBytes(3));
    }

    @Test
    void sendsADirectAndAReadOnlyBuffer() throws IOException {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        net.run(connection.write(direct));
        assertFalse(direct.hasRemaining());
        net.run(connection.write(ByteBuffer.wrap(new byte[] {4}).asReadOnlyBuffer()));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, net.peer.getInputStream().readNBytes(4));
    }

    @Test
    void asksForNoInterestUnlessItWaits() throws IOException {
        net.run(connection.write(new byte[100]));
        net.run(connection.write(new byte[0]));
        assertEquals(0, net.loop.changes);
    }

    /** The reader takes nothing until another connection of the loop has been served; then all arrives in order. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsForASlowReaderWithoutStallingOthers(boolean direct) throws IOException {
        byte[] sent = new byte[LARGE];
        new Random(1).nextBytes(sent);
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(LARGE).put(sent).flip() : ByteBuffer.wrap(sent);
        ScheduledTask<Void> writing = net.start(connection.write(buffer));
        assertEquals(SelectionKey.OP_WRITE, net.loop.interest);

        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST)) {
            Connection other = net.run(Tcp.openConnection("127.0.0.1", listener.getLocalPort()));
            try (Socket quick = listener.accept()) {
                net.run(other.write(new byte[] {7}));
                assertEquals(7, quick.getInputStream().read());
                net.close(other);
            }
        }
        assertFalse(writing.isReady());

        byte[] received = new byte[LARGE];
        int[] count = {0};
        InputStream in = net.peer.getInputStream();
        net.runUntil(() -> {
            count[0] += readAvailable(in, received, count[0]);
            return writing.isReady();
        });
        while (count[0] < LARGE) {
            count[0] += in.read(received, count[0], LARGE - count[0]);
        }
        assertArrayEquals(sent, received);
        assertEquals(0, net.loop.interest);
    }

    private static int readAvailable(InputStream in, byte[] target, int at) {
        try {
            return in.read(target, at, Math.min(in.available(), target.length - at));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void leavesNeitherInterestNorWaiterWhenCancelled() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(LARGE);
        ScheduledTask<Void> writing = net.start(connection.write(buffer));
        writing.cancel();
        assertThrows(CancellationException.class, () -> net.run(writing));
        assertEquals(0, net.loop.interest);
        int sent = buffer.position();
        assertTrue(sent > 0 && sent < LARGE, "sent " + sent);
        Thread drain = new Thread(() -> drain(sent));
        drain.start();
        net.run(connection.write(new byte[] {9}));
        drain.join();
        assertEquals(9, net.peer.getInputStream().read());
    }

    private void drain(int count) {
        try {
            net.peer.getInputStream().skipNBytes(count);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void isRefusedWhileAnotherWaitsButReadingIsNot() throws IOException {
        ScheduledTask<Void> writing = net.start(connection.write(new byte[LARGE]));
        assertThrows(IllegalStateException.class, () -> net.run(connection.write(new byte[1])));
        assertThrows(
                IllegalStateException.class,
                () -> net.call(() -> {
                    connection.shutdownOutput();
                    return "";
                }));
        net.send(new byte[] {5});
        assertArrayEquals(new byte[] {5}, net.run(connection.readExactly(1)));
        assertFalse(writing.isReady());
        writing.cancel();
        assertThrows(CancellationException.class, () -> net.run(writing));
    }

    @Test
    void failsWhenThePeerHasReset() throws IOException {
        ScheduledTask<Void> writing = net.start(connection.write(new byte[LARGE]));
        net.peer.setSoLinger(true, 0);
        net.peer.close();
        assertThrows(IOException.class, () -> net.run(writing));
    }

    @Test
    void handsItsOperationOutAgainOnlyWhenTheResultWasTaken() {
        net.call(() -> {
            Awaitable<Void> first = connection.write(new byte[1]);
            Awaitable<Void> second = connection.write(new byte[1]);
            assertTrue(first.isReady() && second.isReady());
            first.result();
            assertSame(first, connection.write(new byte[1]));
            return "";
        });
    }

    @Test
    void goesOnAfterTheOtherEndOfTheStream() throws IOException {
        net.peer.shutdownOutput();
        assertEquals(0, net.run(connection.read(1)).length);
        net.run(connection.write(new byte[] {3}));
        net.call(() -> {
            connection.shutdownOutput();
            connection.shutdownOutput();
            return "";
        });
        assertArrayEquals(new byte[] {3}, net.peer.getInputStream().readAllBytes());
    }
}
