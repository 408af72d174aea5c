// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every read that gives something whole, however it ends. Behaviours of asyncio's test_streams (cancelled and concurrent
 * readers, exceptions of the transport) and test_sock_lowlevel (cancellation of sock_recv).
 */
@Timeout(60) // what a broken loop would wait for never comes
class HeldReadTest {
    /** A kind of read, and the bytes that a result of it has taken from the stream. */
    private record Read(String name, Reader reader, Encoder encoder) {
        Awaitable<Object> of(ByteStream stream) throws IOException {
            return cast(reader.read(stream));
        }

        @SuppressWarnings("unchecked")
        private static Awaitable<Object> cast(Awaitable<?> read) {
            return (Awaitable<Object>) read;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Reader {
        Awaitable<?> read(ByteStream stream) throws IOException;
    }

    private interface Encoder {
        byte[] encode(Object result);
    }

    /** Each read ends with the seventh byte of this, or with the end. */
    private static final byte[] SENT = bytes("\0\5abcd\nxyz");

    private static final List<Read> READS = List.of(
            new Read("readExactly", stream -> stream.readExactly(7), result -> (byte[]) result),
            new Read("readUntil", stream -> stream.readUntil(bytes("\n"), 100), result -> (byte[]) result),
            new Read("readLine", stream -> stream.readLine(UTF_8, 100), result -> bytes(result + "\n")),
            new Read("readAll", stream -> stream.readAll(100), result -> (byte[]) result),
            new Read("peek", stream -> stream.peek(7), result -> new byte[0]),
            new Read(
                    "read of a frame",
                    Framing.lengthPrefix(2, ByteOrder.BIG_ENDIAN, 100)::read,
                    result -> joined(bytes("\0\5"), (byte[]) result)),
            new Read(
                    "read of a frame",
                    Framing.delimiter(bytes("\n"), 100)::read,
                    result -> joined((byte[]) result, bytes("\n"))));

    static Stream<Arguments> reads() {
        return READS.stream()
                .flatMap(read -> Stream.of(StreamEnds.Kind.values()).map(kind -> Arguments.of(read, kind)));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void losesNothingWhereverItIsCancelled(Read read, StreamEnds.Kind kind) throws IOException {
        for (int sent = 0; sent <= SENT.length; sent++) {
            for (int turns = 0; turns < 3; turns++) {
                StreamEnds net = new StreamEnds(kind, 100L * sent + turns);
                assertArrayEquals(SENT, taken(net, read, sent, turns), "cancelled after " + sent + " bytes");
                net.loop.close();
            }
        }
    }

    /** Sends some bytes, lets the loop turn, cancels, sends the rest; returns all that came out, however. */
    private static byte[] taken(StreamEnds net, Read read, int sent, int turns) throws IOException {
        ScheduledTask<Object> reading = net.start(read.of(net.near));
        for (int i = 0; i < sent; i++) {
            net.send(new byte[] {SENT[i]});
        }
        int[] left = {turns};
        net.runUntil(() -> left[0]-- <= 0);
        reading.cancel();
        byte[] result = new byte[0];
        try {
            result = read.encoder.encode(Objects.requireNonNull(net.run(reading)));
        } catch (CancellationException cancelled) { // and what has come is in the stream
            result = new byte[0];
        }
        for (int i = sent; i < SENT.length; i++) {
            net.send(new byte[] {SENT[i]});
        }
        net.end();
        return joined(result, net.run(net.near.readAll(100)));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void isRefusedWhenItIsAwaitedAgain(Read read, StreamEnds.Kind kind) throws IOException {
        StreamEnds net = new StreamEnds(kind);
        net.send(SENT);
        net.end();
        Awaitable<Object> once = read.of(net.near);
        net.run(once);
        String refusal =
                assertThrows(IllegalStateException.class, () -> net.run(once)).toString();
        assertTrue(refusal.contains(read.name + "(...) of " + net.near + " was awaited before; "), refusal);
        net.loop.close();
    }

    /** Also where the first await has failed. */
    @ParameterizedTest
    @MethodSource("reads")
    void isRefusedWhenItIsAwaitedAgainAfterItWasCancelled(Read read, StreamEnds.Kind kind) throws IOException {
        StreamEnds net = new StreamEnds(kind);
        Awaitable<Object> once = read.of(net.near);
        ScheduledTask<Object> reading = net.start(once);
        reading.cancel();
        assertThrows(CancellationException.class, () -> net.run(reading));
        assertThrows(IllegalStateException.class, () -> net.run(once));
        net.loop.close();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void isRefusedWhileAnotherReadWaits(Read read, StreamEnds.Kind kind) throws IOException {
        StreamEnds net = new StreamEnds(kind);
        ScheduledTask<byte[]> first = net.start(net.near.readExactly(SENT.length));
        net.send(bytes("\0\5"));
        String refusal = assertThrows(IllegalStateException.class, () -> net.run(read.of(net.near)))
                .getMessage();
        assertEquals(
                "Another task waits in a read on " + net.near
                        + "; one at a time. Await that first, or let one task do all the reading and hand on what it got.",
                refusal);
        net.send(bytes("abcd\nxyz"));
        assertArrayEquals(SENT, net.run(first));
        net.loop.close();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void isToldThatTheStreamWasClosedWhileItWaited(Read read, StreamEnds.Kind kind) throws IOException {
        StreamEnds net = new StreamEnds(kind);
        ScheduledTask<Object> reading = net.start(read.of(net.near));
        net.send("\0\5ab");
        net.act(net.near::close);
        String message = assertThrows(AsynchronousCloseException.class, () -> net.run(reading))
                .getMessage();
        assertEquals(net.near + " was closed while a " + read.name + " waited", message);
        assertThrows(ClosedChannelException.class, () -> net.run(read.of(net.near)));
        net.loop.close();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void endsWithItsLoop(Read read, StreamEnds.Kind kind) throws IOException {
        StreamEnds net = new StreamEnds(kind);
        ScheduledTask<Object> reading = net.start(read.of(net.near));
        net.send("\0\5ab");
        net.loop.close();
        assertEquals(ScheduledTask.State.CANCELLED, reading.state());
        assertEquals(List.of(), net.unseen);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void sharesItsPlaceWithTheReadsBeforeAndBehind(Read read, StreamEnds.Kind kind) throws IOException {
        StreamEnds net = new StreamEnds(kind);
        net.send("head");
        net.send(SENT);
        net.end();
        assertEquals("head", new String(net.run(net.near.readExactly(4)), UTF_8));
        byte[] result = read.encoder.encode(net.run(read.of(net.near)));
        assertArrayEquals(SENT, joined(result, net.run(net.near.readAll(100))));
        net.loop.close();
    }
}
