// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(StreamPair.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class WriteTest {
    private static final int LARGE = 64 * 1024 * 1024;

    @RegisterExtension
    final StreamPair net;

    WriteTest(StreamPair.Kind kind) throws IOException {
        net = new StreamPair(kind);
    }

    @Test
    void sendsWhatRemainsInAHeapBuffer() throws IOException {
        ByteBuffer buffer =
                ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}).position(1).limit(4);
        net.run(net.stream.write(buffer));
        assertEquals(4, buffer.position());
        assertEquals(4, buffer.limit());
        assertArrayEquals(new byte[] {2, 3, 4}, net.fromStream.readNBytes(3));
    }

    @Test
    void sendsADirectAndAReadOnlyBuffer() throws IOException {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        net.run(net.stream.write(direct));
        assertFalse(direct.hasRemaining());
        net.run(net.stream.write(ByteBuffer.wrap(new byte[] {4}).asReadOnlyBuffer()));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, net.fromStream.readNBytes(4));
    }

    @Test
    void asksForNoInterestUnlessItWaits() throws IOException {
        net.run(net.stream.write(new byte[100]));
        net.run(net.stream.write(new byte[0]));
        assertEquals(0, net.loop.changes);
    }

    /** The reader takes nothing until another net.stream of the loop has been served; then all arrives in order. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsForASlowReaderWithoutStallingOthers(boolean direct) throws IOException {
        byte[] sent = new byte[LARGE];
        new Random(1).nextBytes(sent);
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(LARGE).put(sent).flip() : ByteBuffer.wrap(sent);
        ScheduledTask<Void> writing = net.start(net.stream.write(buffer));
        assertEquals(SelectionKey.OP_WRITE, net.loop.interest);

        SocketChannel[] ends = StreamPair.channels(StreamPair.Kind.TCP);
        try (SocketChannel quick = ends[1]) {
            ByteStream other = net.streamOver(ends[0]);
            net.run(other.write(new byte[] {7}));
            assertEquals(7, Channels.newInputStream(quick).read());
            net.close(other);
        }
        assertFalse(writing.isReady());

        byte[] received = new byte[LARGE];
        int[] count = {0};
        InputStream in = net.fromStream;
        net.runUntil(() -> {
            count[0] += readAvailable(received, count[0]);
            return writing.isReady();
        });
        while (count[0] < LARGE) {
            count[0] += in.read(received, count[0], LARGE - count[0]);
        }
        assertArrayEquals(sent, received);
        assertEquals(0, net.loop.interest);
    }

    private int readAvailable(byte[] target, int at) {
        try {
            return net.readAvailable(target, at);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void leavesNeitherInterestNorWaiterWhenCancelled() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(LARGE);
        ScheduledTask<Void> writing = net.start(net.stream.write(buffer));
        writing.cancel();
        assertThrows(CancellationException.class, () -> net.run(writing));
        assertEquals(0, net.loop.interest);
        int sent = buffer.position();
        assertTrue(sent > 0 && sent < LARGE, "sent " + sent);
        Thread drain = new Thread(() -> drain(sent));
        drain.start();
        net.run(net.stream.write(new byte[] {9}));
        drain.join();
        assertEquals(9, net.fromStream.read());
    }

    private void drain(int count) {
        try {
            net.fromStream.skipNBytes(count);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void isRefusedWhileAnotherWaitsButReadingIsNot() throws IOException {
        ScheduledTask<Void> writing = net.start(net.stream.write(new byte[LARGE]));
        assertThrows(IllegalStateException.class, () -> net.run(net.stream.write(new byte[1])));
        assertThrows(
                IllegalStateException.class,
                () -> net.call(() -> {
                    net.stream.shutdownOutput();
                    return "";
                }));
        net.send(new byte[] {5});
        assertArrayEquals(new byte[] {5}, net.run(net.stream.readExactly(1)));
        assertFalse(writing.isReady());
        writing.cancel();
        assertThrows(CancellationException.class, () -> net.run(writing));
    }

    @Test
    void failsWhenThePeerHasReset() throws IOException {
        ScheduledTask<Void> writing = net.start(net.stream.write(new byte[LARGE]));
        net.reset();
        assertThrows(IOException.class, () -> net.run(writing));
    }

    @Test
    void goesOnAfterTheOtherEndOfTheStream() throws IOException {
        net.peer.shutdownOutput();
        assertEquals(0, net.run(net.stream.read(1)).length);
        net.run(net.stream.write(new byte[] {3}));
        net.call(() -> {
            net.stream.shutdownOutput();
            net.stream.shutdownOutput();
            return "";
        });
        assertArrayEquals(new byte[] {3}, net.fromStream.readAllBytes());
    }
}
