// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static dev.weft.io.StreamEnds.pattern;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes of several buffers. Behaviours of tokio's write_vectored (io_buf_writer, io_write_all_buf), of asyncio's test_streams and
 * test_selector_events (writelines), and of Netty's gathering write tests (GatheringWriteTest of its transport test suite).
 */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class GatheringWriteTest {
    @RegisterExtension
    final StreamEnds net;

    GatheringWriteTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
    }

    private static ByteBuffer heap(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Test
    void buffersGoOutInTheirOrderAndAreAtTheirLimitsThen() throws IOException {
        ByteBuffer[] sources = {
            heap("foo "), heap(""), direct(bytes("bar ")), heap("baz").asReadOnlyBuffer(), ByteBuffer.allocate(0)
        };
        net.run(net.near.write(sources));
        assertEquals(0, Arrays.stream(sources).mapToInt(ByteBuffer::remaining).sum());
        assertEquals("foo bar baz", new String(net.run(net.far.readExactly(11)), UTF_8));
    }

    @Test
    void onlyWhatRemainsIsWritten() throws IOException {
        net.run(net.near.write(
                heap("xabx").position(1).limit(3),
                direct(bytes("ycdy")).position(1).limit(3)));
        assertEquals("abcd", new String(net.run(net.far.readExactly(4)), UTF_8));
    }

    @Test
    void nothingIsWrittenAtOnce() throws IOException {
        net.run(net.near.write(new ByteBuffer[0]));
        net.run(net.near.write(heap(""), heap("")));
        net.run(net.near.write(heap("a")));
        assertEquals("a", new String(net.run(net.far.read(10)), UTF_8));
    }

    /** As fast as the slowest reader, and in order whatever was taken of each. */
    @Test
    void sixteenMegabytesComeInOrderThroughASlowReader() throws IOException {
        byte[] all = pattern(16 * 1024 * 1024);
        Random random = new Random(1);
        List<ByteBuffer> sources = new ArrayList<>();
        for (int at = 0; at < all.length; ) {
            int count = Math.min(all.length - at, random.nextInt(10) == 0 ? 300_000 : random.nextInt(40_000));
            byte[] piece = Arrays.copyOfRange(all, at, at + count);
            sources.add(random.nextBoolean() ? ByteBuffer.wrap(piece) : direct(piece));
            at += count;
        }
        ScheduledTask<Void> writing = net.start(net.near.write(sources.toArray(new ByteBuffer[0])));
        assertEquals(ScheduledTask.State.SUSPENDED, writing.state());
        for (int at = 0; at < all.length; ) {
            byte[] read = net.run(net.far.read(DirectBuffers.CHUNK));
            assertArrayEquals(Arrays.copyOfRange(all, at, at + read.length), read);
            at += read.length;
        }
        net.run(writing);
    }

    private void assertRefusedBeforeAnythingIsSent(ByteBuffer... sources) throws IOException {
        String expected = "write(...) of " + net.near
                + ": one buffer was given twice, and its bytes can be sent once; give its duplicate() the second time";
        for (Executable write : List.<Executable>of(
                () -> net.near.write(sources),
                () -> net.act(() -> StreamWriter.of(net.near).write(sources)))) {
            assertEquals(
                    expected,
                    assertThrows(IllegalArgumentException.class, write).getMessage());
        }
        net.run(net.near.write(heap("next")));
        assertEquals("next", new String(net.run(net.far.readExactly(4)), UTF_8));
    }

    @Test
    void oneBufferInTwoPlacesIsRefused() throws IOException {
        ByteBuffer one = heap("one");
        ByteBuffer other = direct(bytes("other"));
        assertRefusedBeforeAnythingIsSent(one, one);
        assertRefusedBeforeAnythingIsSent(other, one, other);
        net.run(net.near.write(one, one.duplicate(), heap("")));
        assertEquals("oneone", new String(net.run(net.far.readExactly(6)), UTF_8));
        net.run(net.near.write(one, other, one)); // of which nothing is left
        assertEquals("other", new String(net.run(net.far.readExactly(5)), UTF_8));
    }

    @Test
    void isRefusedTwiceAndWhileAnotherWrites() throws IOException {
        Awaitable<Void> once = net.near.write(heap("a"), heap("b"));
        net.run(once);
        assertThrows(IllegalStateException.class, () -> net.run(once));
        ScheduledTask<Void> waiting = net.start(net.near.write(ByteBuffer.allocate(16 << 20), heap("end")));
        assertThrows(IllegalStateException.class, () -> net.run(net.near.write(heap("a"), heap("b"))));
        waiting.cancel();
        assertThrows(CancellationException.class, () -> net.run(waiting));
    }

    @Test
    void tellsHowFarACancelledOneCame() throws IOException {
        ByteBuffer[] sources = {heap("head"), ByteBuffer.wrap(pattern(16 << 20)), heap("tail")};
        ScheduledTask<Void> writing = net.start(net.near.write(sources));
        writing.cancel();
        assertThrows(CancellationException.class, () -> net.run(writing));
        assertEquals(0, sources[0].remaining());
        assertEquals(4, sources[2].remaining());
        int sent = sources[1].position();
        net.act(net.near::shutdownOutput);
        byte[] received = net.run(net.far.readAll(17 << 20));
        assertEquals(4 + sent, received.length);
    }

    @Test
    void isToldThatTheStreamWasClosed() throws IOException {
        ScheduledTask<Void> writing = net.start(net.near.write(heap("a"), ByteBuffer.allocate(16 << 20)));
        net.act(net.near::close);
        assertThrows(AsynchronousCloseException.class, () -> net.run(writing));
        assertThrows(ClosedChannelException.class, () -> net.run(net.near.write(heap("a"), heap("b"))));
    }

    @Test
    void endsWithItsLoop() throws IOException {
        ScheduledTask<Void> writing = net.start(net.near.write(heap("a"), ByteBuffer.allocate(16 << 20)));
        net.loop.close();
        assertEquals(ScheduledTask.State.CANCELLED, writing.state());
    }

    @Test
    void buffersAreNoNulls() {
        assertThrows(NullPointerException.class, () -> net.near.write(heap("a"), nothing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // to see what a caller without checks for nulls gets
    private static <T> T nothing() {
        return null;
    }
}
