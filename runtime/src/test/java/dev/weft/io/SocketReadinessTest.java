// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw readiness of sockets whose peers go. Behaviours of tokio's {@code tcp_stream} and {@code uds_stream}. */
@ParameterizedClass
@EnumSource(StreamPair.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class SocketReadinessTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private final SocketChannel near;
    private final SocketChannel far;
    private ChannelReadiness nearly;
    private ChannelReadiness farly;

    @SuppressWarnings("NullAway") // watch() sets the rest
    SocketReadinessTest(StreamPair.Kind kind) throws IOException {
        SocketChannel[] ends = StreamPair.channels(kind);
        near = ends[0];
        far = ends[1];
        near.configureBlocking(false);
        far.configureBlocking(false);
    }

    @BeforeEach
    void watch() {
        nearly = net.call(() -> ChannelReadiness.of(near));
        farly = net.call(() -> ChannelReadiness.of(far));
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    /** Begins to wait, and lets the selector look several times. */
    private ScheduledTask<Void> waiting(Awaitable<Void> readiness) {
        ScheduledTask<Void> task = net.loop.spawn(readiness);
        net.runUntil(new Countdown(9));
        return task;
    }

    /** Writes pieces as often as there is room, which the system may make once more, and returns the wait for more room. */
    private ScheduledTask<Void> fill(ByteArrayOutputStream written) throws IOException {
        ScheduledTask<Void> room;
        do {
            writePieces(written);
            room = waiting(nearly.writable());
        } while (room.isReady());
        return room;
    }

    private void writePieces(ByteArrayOutputStream written) throws IOException {
        byte[] piece = StreamEnds.pattern(3000);
        long count = 1;
        while (count > 0) {
            count = near.write(
                    new ByteBuffer[] {ByteBuffer.wrap(piece, 0, 10), ByteBuffer.wrap(piece, 10, piece.length - 10)});
            written.write(piece, 0, (int) count);
        }
    }

    /** tokio: poll_read_ready. */
    @Test
    void isReadableUntilAllIsReadAndAgainWhenThePeerHasGone() throws IOException {
        ScheduledTask<Void> early = waiting(nearly.readable());
        assertFalse(early.isReady());
        far.write(ByteBuffer.allocate(4));
        net.run(early);
        assertEquals(4, near.read(ByteBuffer.allocate(4)));
        ScheduledTask<Void> late = waiting(nearly.readable());
        assertFalse(late.isReady());
        far.close();
        net.run(late);
        assertEquals(-1, near.read(ByteBuffer.allocate(4)));
    }

    /** tokio: poll_write_ready. Who waits for room for what nobody will read is not to wait for ever. */
    @Test
    void isWritableUntilItIsFullAndAgainWhenThePeerHasGone() throws IOException {
        net.run(nearly.writable());
        ScheduledTask<Void> late = fill(new ByteArrayOutputStream());
        far.close();
        net.run(late);
        assertThrows(IOException.class, () -> near.write(ByteBuffer.allocate(4)));
    }

    /** tokio: try_read_write, with several buffers in a call, and twice. */
    @Test
    void whatIsReadWheneverThereIsSomethingIsWhatWasWritten() throws IOException {
        for (int round = 0; round < 2; round++) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            ScheduledTask<Void> room = fill(written);
            ByteBuffer read = ByteBuffer.allocate(written.size());
            while (read.hasRemaining()) {
                net.run(farly.readable());
                assertTrue(far.read(read) > 0);
            }
            assertArrayEquals(written.toByteArray(), read.array());
            net.run(room);
        }
        near.close();
        net.run(farly.readable());
        assertEquals(-1, far.read(ByteBuffer.allocate(4)));
    }
}
