// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static dev.weft.io.StreamEnds.pattern;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames. Behaviours of tokio-util's length_delimited and any_delimiter tests, and of Netty's LengthFieldBasedFrameDecoder and DelimiterBasedFrameDecoder. */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class FramingTest {
    private static final Framing FOUR = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 1000);
    private static final Framing ZERO = Framing.delimiter(new byte[] {0}, 10);

    @RegisterExtension
    final StreamEnds net;

    FramingTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
    }

    private String frame(Framing framing) throws IOException {
        return text(framing.read(net.near));
    }

    private String text(Awaitable<byte[]> read) {
        return new String(net.run(read), UTF_8);
    }

    private static String messageOf(Class<? extends Throwable> type, Executable code) {
        return String.valueOf(assertThrows(type, code).getMessage());
    }

    // ------------------------------------------------------------------ by length

    @Test
    void framesComeOneByOneFromOnePiece() throws IOException {
        net.send("\0\0\0\11abcdefghi\0\0\0\3" + "123\0\0\0\0\0\0\0\13hello world");
        net.end();
        assertEquals("abcdefghi", frame(FOUR));
        assertEquals("123", frame(FOUR));
        assertEquals("", frame(FOUR));
        assertEquals("hello world", frame(FOUR));
        assertNull(net.run(FOUR.read(net.near)));
        assertNull(net.run(FOUR.read(net.near)));
    }

    @Test
    void aFrameComesFromManyPieces() throws IOException {
        ScheduledTask<byte[]> reading = net.start(FOUR.read(net.near));
        for (String piece : List.of("\0", "\0\0", "\11abc", "def")) {
            net.feed(piece);
        }
        net.send("ghi\0");
        assertEquals("abcdefghi", text(reading));
    }

    @Test
    void lengthsHaveFourSizesAndTwoOrders() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (int size : new int[] {1, 2, 4, 8}) {
                Framing framing = Framing.lengthPrefix(size, order, 200);
                byte[] payload = pattern(200); // more than a byte with a sign says
                byte[] prefix = new byte[size];
                prefix[order == ByteOrder.BIG_ENDIAN ? size - 1 : 0] = (byte) 200;
                net.send(prefix);
                net.send(payload);
                assertArrayEquals(payload, net.run(framing.read(net.near)));
                net.run(net.far.write(framing.frame(payload)));
                assertArrayEquals(prefix, net.run(net.near.readExactly(size)));
                assertArrayEquals(payload, net.run(net.near.readExactly(200)));
            }
        }
    }

    @Test
    void lengthsHaveNoSign() throws IOException {
        Framing two = Framing.lengthPrefix(2, ByteOrder.BIG_ENDIAN, 65_535);
        byte[] payload = pattern(65_535);
        ScheduledTask<byte[]> reading = net.start(two.read(net.near));
        net.run(net.far.write(two.frame(payload)));
        assertArrayEquals(payload, net.run(reading));
    }

    @Test
    void aFrameThatIsAnnouncedTooLongIsRefusedAndItsLengthStaysReadable() throws IOException {
        Framing five = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 5);
        net.send("\0\0\0\5right\0\0\0\11abc");
        assertEquals("right", frame(five));
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    "a frame of 9 bytes is announced on the stream of " + net.near
                            + ", and the longest has 5; its length is given by the next reads",
                    messageOf(LimitOverrunException.class, () -> net.run(five.read(net.near))));
        }
        assertEquals("\0\0\0\11abc", text(net.near.readExactly(7)));
    }

    @Test
    void lengthsBeyondAllArraysAreToldAsTheyAre() throws IOException {
        net.send(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        String message = messageOf(LimitOverrunException.class, () -> net.run(FOUR.read(net.near)));
        assertTrue(message.startsWith("a frame of 4294967295 bytes is announced "), message);
        net.run(net.near.readExactly(4));
        net.send(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        Framing eight = Framing.lengthPrefix(8, ByteOrder.BIG_ENDIAN, Integer.MAX_VALUE);
        message = messageOf(LimitOverrunException.class, () -> net.run(eight.read(net.near)));
        assertTrue(message.startsWith("a frame of 18446744073709551615 bytes is announced "), message);
    }

    /** Who announces much and sends little costs little. */
    @Test
    void whatIsAnnouncedTakesNoMemoryBeforeItComes() throws IOException {
        Framing large = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, Integer.MAX_VALUE);
        net.start(large.read(net.near));
        net.feed("\177\0\0\0abc");
        assertTrue(net.near.duplex.held().capacity() < 1000, "what is held");
    }

    @Test
    void theEndInsideAFrameIsAFailureAndWhatCameStaysReadable() throws IOException {
        net.send("\0\0");
        net.end();
        assertEquals(
                "the stream of " + net.near + " ended after 2 of 4 bytes of the length of a frame",
                messageOf(EOFException.class, () -> net.run(FOUR.read(net.near))));
        assertEquals("\0\0", text(net.near.readAll(10)));
        ByteStream[] other = net.pair();
        net.run(other[1].write(bytes("\0\0\0\11abcd")));
        net.act(other[1]::shutdownOutput);
        assertEquals(
                "the stream of " + other[0] + " ended after 4 of 9 bytes of a frame",
                messageOf(EOFException.class, () -> net.run(FOUR.read(other[0]))));
        assertEquals("\0\0\0\11abcd", text(other[0].readAll(10)));
    }

    @Test
    void aFrameThatNobodyGetsGoesBackWithItsLength() throws IOException {
        Framing little = Framing.lengthPrefix(2, ByteOrder.LITTLE_ENDIAN, 100);
        net.send("\3\0abc\1\0x");
        Awaitable<byte[]> read = little.read(net.near);
        byte[] unclaimed = net.run(read);
        net.act(() -> read.discard(unclaimed));
        assertEquals("abc", frame(little));
        assertEquals("x", frame(little));
    }

    @Test
    void aCancelledOneBeginsAgainWithItsLength() throws IOException {
        ScheduledTask<byte[]> reading = net.start(FOUR.read(net.near));
        net.feed("\0\0\0\3a");
        reading.cancel();
        assertThrows(CancellationException.class, () -> net.run(reading));
        net.send("bc");
        assertEquals("abc", frame(FOUR));
    }

    @Test
    void lengthsThatThereAreNotAreRefused() {
        assertEquals(
                "a length of 3 bytes; there are those of 1, 2, 4 and 8",
                messageOf(IllegalArgumentException.class, () -> Framing.lengthPrefix(3, ByteOrder.BIG_ENDIAN, 10)));
        assertEquals(
                "frames of at most 256 bytes, which a length of 1 byte cannot say; it says at most 255",
                messageOf(IllegalArgumentException.class, () -> Framing.lengthPrefix(1, ByteOrder.BIG_ENDIAN, 256)));
        assertEquals(
                "frames of at most -1 bytes",
                messageOf(IllegalArgumentException.class, () -> Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, -1)));
        assertEquals(
                "a frame of 1001 bytes, and the longest has 1000; who reads it would refuse it",
                messageOf(IllegalArgumentException.class, () -> FOUR.frame(new byte[1001])));
    }

    // ------------------------------------------------------------------ by delimiter

    @Test
    void delimitersAreNoPartOfFrames() throws IOException {
        net.send("one\0\0three\0");
        net.end();
        assertEquals("one", frame(ZERO));
        assertEquals("", frame(ZERO));
        assertEquals("three", frame(ZERO));
        assertNull(net.run(ZERO.read(net.near)));
    }

    @Test
    void aDelimiterOfSeveralBytesMayComeApart() throws IOException {
        Framing end = Framing.delimiter(bytes("--end"), 100);
        ScheduledTask<byte[]> reading = net.start(end.read(net.near));
        net.feed("a--");
        net.feed("--en");
        net.send("dx");
        assertEquals("a--", text(reading));
    }

    @Test
    void aFrameOfTheLongestIsReadAndOneMoreByteIsRefused() throws IOException {
        net.send("1234567890\0abcdefghijk\0");
        assertEquals("1234567890", frame(ZERO));
        assertEquals(
                "no delimiter behind the first 10 bytes on the stream of " + net.near
                        + ", and no frame is longer; they are given by the next reads",
                messageOf(LimitOverrunException.class, () -> net.run(ZERO.read(net.near))));
        assertEquals("abcdefghijk", frame(Framing.delimiter(new byte[] {0}, 11)));
    }

    @Test
    void theEndBeforeTheDelimiterIsAFailure() throws IOException {
        net.send("abc");
        net.end();
        assertEquals(
                "the stream of " + net.near + " ended after 3 bytes of a frame, without a delimiter",
                messageOf(EOFException.class, () -> net.run(ZERO.read(net.near))));
        assertEquals("abc", text(net.near.readAll(10)));
    }

    @Test
    void whatWouldEndAFrameEarlyIsRefused() {
        Framing twice = Framing.delimiter(bytes("aa"), 100);
        assertEquals(
                "a frame with the delimiter in it, at its byte 1, where it would end for whoever reads it; escape that, or"
                        + " send lengths: lengthPrefix(...)",
                messageOf(IllegalArgumentException.class, () -> twice.frame(bytes("xaax"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> twice.frame(bytes("xa"))); // "xa" and "aa" are "x" and "aa" and "a"
        assertEquals(2, twice.frame(bytes("ax")).length);
        assertThrows(IllegalArgumentException.class, () -> Framing.delimiter(new byte[0], 10));
    }

    @Test
    void aDelimitedFrameThatNobodyGetsGoesBack() throws IOException {
        net.send("one\0two\0");
        Awaitable<byte[]> read = ZERO.read(net.near);
        byte[] unclaimed = net.run(read);
        net.act(() -> read.discard(unclaimed));
        assertEquals("one", frame(ZERO));
        assertEquals("two", frame(ZERO));
    }

    @Test
    void theDelimiterIsCopied() throws IOException {
        byte[] delimiter = {';'};
        Framing framing = Framing.delimiter(delimiter, 10);
        delimiter[0] = ',';
        net.send("a,b;");
        assertEquals("a,b", frame(framing));
    }

    // ------------------------------------------------------------------ all frames

    @Test
    void allFramesComeInTheirOrder() throws IOException {
        for (Framing framing : List.of(
                Framing.lengthPrefix(4, ByteOrder.LITTLE_ENDIAN, 100_000), Framing.delimiter(bytes("\r\n"), 100_000))) {
            ByteStream[] ends = net.pair();
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                sent.add("x".repeat(i % 7 == 0 ? 10 * i * i / 9 : i % 5).getBytes(UTF_8));
            }
            ScheduledTask<List<byte[]>> reading =
                    net.loop.spawn(framing.frames(ends[0]).toList());
            for (byte[] each : sent) {
                net.run(ends[1].write(framing.frame(each)));
            }
            net.act(ends[1]::shutdownOutput);
            List<byte[]> received = net.run(reading);
            assertEquals(sent.size(), received.size());
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(sent.get(i), received.get(i));
            }
        }
    }

    @Test
    void theEndInsideAFrameComesBehindTheFramesBefore() throws IOException {
        net.send("\0\0\0\1a\0\0\0\11b");
        net.end();
        AsyncGenerator<byte[]> frames = FOUR.frames(net.near);
        assertTrue(net.run(frames.next()));
        assertArrayEquals(bytes("a"), frames.current());
        assertThrows(EOFException.class, () -> net.run(frames.next()));
        assertFalse(net.run(frames.next()));
        assertEquals("generator frames of " + net.near, frames.toString());
    }

    @Test
    void framesAreWrittenAsAWhole() throws IOException {
        ByteBuffer[] written = FOUR.frame(bytes("abc"));
        net.run(net.far.write(written));
        assertEquals(0, written[0].remaining() + written[1].remaining());
        assertEquals("\0\0\0\3abc", text(net.near.readExactly(7)));
        net.run(net.far.write(ZERO.frame(bytes("abc"))));
        net.run(net.far.write(ZERO.frame(bytes("d"))));
        assertEquals("abc\0d\0", text(net.near.readExactly(6)));
    }
}
