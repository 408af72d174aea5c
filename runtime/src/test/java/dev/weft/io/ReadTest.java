// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StreamPair.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class ReadTest {
    private static final byte[] CRLF = {'\r', '\n'};

    @RegisterExtension
    final StreamPair net;

    ReadTest(StreamPair.Kind kind) throws IOException {
        net = new StreamPair(kind);
    }

    @Test
    void fillsAHeapBufferAtItsPosition() throws IOException {
        net.send(bytes(5));
        ByteBuffer buffer = ByteBuffer.allocate(20).position(3).limit(7);
        assertEquals(4, net.run(net.stream.read(buffer)));
        assertEquals(7, buffer.position());
        assertArrayEquals(bytes(4), Arrays.copyOfRange(buffer.array(), 3, 7));
    }

    @Test
    void fillsADirectBuffer() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(20);
        ScheduledTask<Integer> reading = net.start(net.stream.read(buffer));
        net.send(bytes(5));
        assertEquals(5, net.run(reading));
        assertEquals(4, buffer.get(4));
    }

    @Test
    void givesAnArrayOfTheSizeThatCame() throws IOException {
        net.send(bytes(5));
        assertArrayEquals(bytes(5), net.run(net.stream.read(100)));
    }

    @Test
    void tellsTheEndOfTheStream() throws IOException {
        ScheduledTask<Integer> reading = net.start(net.stream.read(ByteBuffer.allocate(10)));
        net.peer.shutdownOutput();
        assertEquals(-1, net.run(reading));
        assertEquals(-1, net.run(net.stream.read(ByteBuffer.allocateDirect(10))));
        assertEquals(0, net.run(net.stream.read(10)).length);
    }

    @Test
    void ofNoBytesEndsAtOnce() throws IOException {
        assertEquals(0, net.run(net.stream.read(ByteBuffer.allocate(0))));
        assertEquals(0, net.run(net.stream.read(0)).length);
        assertEquals(0, net.run(net.stream.readExactly(0)).length);
        assertEquals(0, net.loop.changes);
    }

    @Test
    void ofNoBytesTakesNothingOfWhatIsThere() throws IOException {
        net.send(bytes(3));
        net.run(net.stream.peek(3));
        assertEquals(0, net.run(net.stream.read(ByteBuffer.allocate(0))));
        assertEquals(0, net.run(net.stream.read(0)).length);
        assertEquals(0, net.run(net.stream.readExactly(0)).length);
        assertThrows(IllegalArgumentException.class, () -> net.stream.readExactly(-1));
        assertArrayEquals(bytes(3), net.run(net.stream.readExactly(3)));
    }

    @Test
    void refusesANegativeLengthAndAReadOnlyBuffer() {
        assertThrows(IllegalArgumentException.class, () -> net.stream.read(-1));
        assertThrows(IllegalArgumentException.class, () -> net.stream.readExactly(-1));
        assertThrows(
                IllegalArgumentException.class,
                () -> net.stream.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
    }

    @Test
    void exactlyJoinsManySmallWrites() throws IOException {
        byte[] sent = bytes(20);
        ScheduledTask<byte[]> reading = net.start(net.stream.readExactly(20));
        for (int i = 0; i < 19; i++) {
            int received = i + 1;
            net.send(new byte[] {sent[i]});
            net.runUntil(() -> LoopFixture.held(net.stream) == received);
        }
        net.send(new byte[] {sent[19]});
        assertArrayEquals(sent, net.run(reading));
    }

    @Test
    void exactlyTakesNoMoreThanAskedFor() throws IOException {
        net.send(bytes(10));
        assertArrayEquals(new byte[] {0, 1, 2}, net.run(net.stream.readExactly(3)));
        assertArrayEquals(new byte[] {3, 4}, net.run(net.stream.readExactly(2)));
        assertArrayEquals(new byte[] {5, 6, 7, 8, 9}, net.run(net.stream.read(100)));
    }

    @Test
    void exactlySaysHowManyBytesCameBeforeTheEndAndKeepsThem() throws IOException {
        net.send(bytes(3));
        net.peer.shutdownOutput();
        EOFException end = assertThrows(EOFException.class, () -> net.run(net.stream.readExactly(10)));
        assertEquals("the stream of pair here->there ended after 3 of 10 bytes", end.getMessage());
        assertArrayEquals(bytes(3), net.run(net.stream.read(100)));
        assertEquals(0, net.run(net.stream.read(100)).length);
    }

    /** What came before the cancellation goes to the reads that follow, whatever their kind. */
    @Test
    void exactlyLosesNothingWhenCancelled() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.readExactly(10));
        net.send(bytes(6));
        net.runUntil(() -> LoopFixture.held(net.stream) == 6);
        reading.cancel();
        assertThrows(CancellationException.class, () -> net.run(reading));
        assertArrayEquals(new byte[] {0, 1}, net.run(net.stream.readExactly(2)));
        assertArrayEquals(new byte[] {2}, net.run(net.stream.read(1)));
        ByteBuffer two = ByteBuffer.allocate(2);
        assertEquals(2, net.run(net.stream.read(two)));
        assertArrayEquals(new byte[] {3, 4}, two.array());
        net.send(new byte[] {6, 7});
        assertArrayEquals(new byte[] {5, 6, 7}, net.run(net.stream.readExactly(3)));
    }

    @Test
    void exactlyReadsMoreThanOneBurst() throws Exception {
        byte[] sent = bytes(3 * DirectBuffers.READ_BURST + 17);
        Thread sender = new Thread(() -> {
            try {
                net.send(sent);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        sender.start();
        assertArrayEquals(sent, net.run(net.stream.readExactly(sent.length)));
        sender.join();
    }

    @Test
    void untilGivesAllUpToTheSeparatorAndLeavesWhatComesBehind() throws IOException {
        net.send(ascii("+OK\r\n$3\r\nabc\r\n+"));
        assertEquals("+OK\r\n", line(net.stream.readUntil(CRLF, 100)));
        assertEquals("$3\r\n", line(net.stream.readUntil(CRLF, 100)));
        assertEquals("abc\r\n", line(net.stream.readExactly(5)));
        assertEquals("+", line(net.stream.read(100)));
    }

    @Test
    void untilFindsASeparatorThatComesByteByByte() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.readUntil(ascii("aab"), 100));
        for (byte each : ascii("xaaa")) {
            int before = LoopFixture.held(net.stream);
            net.send(new byte[] {each});
            net.runUntil(() -> LoopFixture.held(net.stream) > before);
        }
        net.send(ascii("b"));
        assertEquals("xaaab", line(reading));
    }

    @Test
    void untilGivesUpAtItsLimitAndKeepsWhatHasCome() throws IOException {
        net.send(ascii("12345\n"));
        LimitOverrunException refused =
                assertThrows(LimitOverrunException.class, () -> net.run(net.stream.readUntil(ascii("\n"), 5)));
        assertEquals(
                "no separator in the first 5 bytes on the stream of pair here->there; they are given by the next reads",
                refused.getMessage());
        assertThrows(LimitOverrunException.class, () -> net.run(net.stream.readUntil(ascii("\n"), 3)));
        assertEquals("12345\n", line(net.stream.readUntil(ascii("\n"), 6)));
    }

    @Test
    void untilSaysHowManyBytesCameBeforeTheEndAndKeepsThem() throws IOException {
        net.send(ascii("abc"));
        net.peer.shutdownOutput();
        EOFException end = assertThrows(EOFException.class, () -> net.run(net.stream.readUntil(CRLF, 100)));
        assertEquals("the stream of pair here->there ended after 3 bytes without a separator", end.getMessage());
        assertEquals("abc", line(net.stream.read(100)));
    }

    @Test
    void untilLosesNothingWhenCancelled() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.readUntil(CRLF, 100));
        net.send(ascii("+O"));
        net.runUntil(() -> LoopFixture.held(net.stream) == 2);
        reading.cancel();
        assertThrows(CancellationException.class, () -> net.run(reading));
        net.send(ascii("K\r\n"));
        assertEquals("+OK\r\n", line(net.stream.readUntil(CRLF, 100)));
    }

    /** The bytes come before those that the reader has searched already. */
    @Test
    void untilFindsASeparatorInWhatIsPutBackWhileItWaits() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.readUntil(CRLF, 100));
        net.send(ascii("abcd"));
        net.runUntil(() -> LoopFixture.held(net.stream) == 4);
        net.call(() -> {
            net.stream.duplex.putBack(ascii("x\r\n"));
            return "";
        });
        assertEquals("x\r\n", line(reading));
        assertEquals("abcd", line(net.stream.read(100)));
    }

    @Test
    void untilPutsBackWhatNobodyGets() throws IOException {
        net.send(ascii("one\ntwo\n"));
        Awaitable<byte[]> read = net.stream.readUntil(ascii("\n"), 100);
        byte[] unclaimed = net.run(read);
        net.call(() -> {
            read.discard(unclaimed);
            return "";
        });
        assertEquals("one\n", line(net.stream.readUntil(ascii("\n"), 100)));
        assertEquals("two\n", line(net.stream.readUntil(ascii("\n"), 100)));
    }

    @Test
    void untilRefusesASeparatorThatIsEmptyOrCannotBeFound() {
        assertThrows(IllegalArgumentException.class, () -> net.stream.readUntil(new byte[0], 10));
        assertThrows(IllegalArgumentException.class, () -> net.stream.readUntil(CRLF, 1));
    }

    private String line(Awaitable<byte[]> read) {
        return new String(net.run(read), US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void leavesNoWaiterWhenCancelled() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.read(10));
        reading.cancel();
        assertThrows(CancellationException.class, () -> net.run(reading));
        net.send(bytes(5));
        assertArrayEquals(bytes(5), net.run(net.stream.read(10)));
    }

    /** Who reads with a limit of time would else change it twice for each time that nothing comes. */
    @Test
    void leavesItsInterestToTheNextReadWhenCancelled() throws IOException {
        for (int i = 0; i < 10; i++) {
            ScheduledTask<byte[]> reading = net.start(net.stream.read(10));
            reading.cancel();
            assertThrows(CancellationException.class, () -> net.run(reading));
        }
        assertEquals(1, net.loop.changes);
        assertEquals(SelectionKey.OP_READ, net.loop.interest);
    }

    @Test
    void keepsItsInterestFromOneReadToTheNext() throws IOException {
        for (int i = 0; i < 10; i++) {
            ScheduledTask<byte[]> reading = net.start(net.stream.read(10));
            net.send(bytes(3));
            assertEquals(3, net.run(reading).length);
        }
        assertEquals(1, net.loop.changes);
        assertEquals(SelectionKey.OP_READ, net.loop.interest);
    }

    @Test
    void doesNotLetTheSelectorSpinWhileNobodyReads() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.read(10));
        net.send(bytes(1));
        net.run(reading);
        int before = net.loop.readiness;
        net.send(bytes(1));
        net.runUntil(() -> net.loop.interest == 0);
        assertEquals(before + 1, net.loop.readiness);
        net.runUntil(new Countdown(20));
        assertEquals(before + 1, net.loop.readiness);
        assertEquals(1, net.run(net.stream.read(10)).length);
        ScheduledTask<byte[]> next = net.start(net.stream.read(10));
        assertEquals(SelectionKey.OP_READ, net.loop.interest);
        net.send(bytes(2));
        assertEquals(2, net.run(next).length);
    }

    @Test
    void isRefusedWhileAnotherWaits() throws IOException {
        ScheduledTask<byte[]> first = net.start(net.stream.read(10));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> net.run(net.stream.readExactly(1)));
        assertEquals(
                "Another task waits in a read on " + net.stream
                        + "; one at a time. Await that first, or let one task do all the reading and hand on what it got.",
                refused.getMessage());
        net.send(bytes(2));
        assertEquals(2, net.run(first).length);
    }

    @Test
    void readsOnceHoweverOftenItIsAsked() throws IOException {
        net.send(bytes(2));
        ByteBuffer buffer = ByteBuffer.allocate(2);
        Awaitable<Integer> read = net.stream.read(buffer);
        net.runUntil(() -> net.run(StreamPair.calling(read::isReady)));
        net.send(bytes(2));
        net.call(() -> {
            assertTrue(read.isReady());
            assertEquals(2, buffer.position());
            assertEquals(2, read.result());
            return "";
        });
        assertEquals(2, net.run(net.stream.readExactly(2)).length);
    }

    @Test
    void refusesToBeAwaitedTwice() throws IOException {
        net.send(bytes(2));
        for (Awaitable<?> read :
                List.of(net.stream.read(ByteBuffer.allocate(1)), net.stream.read(1), net.stream.readExactly(0))) {
            net.run(read);
            String refusal = assertThrows(IllegalStateException.class, () -> net.run(read))
                    .toString();
            assertTrue(refusal.contains("(...) of " + net.stream + " was awaited before; "), refusal);
        }
    }

    @Test
    void canBeAwaitedLaterIfItWasCancelledBeforeItBegan() throws IOException {
        net.send(bytes(3));
        Awaitable<Integer> read = net.stream.read(ByteBuffer.allocate(2));
        net.call(() -> read.withdraw(() -> {}));
        assertEquals(1, net.run(net.stream.read(ByteBuffer.allocate(1))));
        assertEquals(2, net.run(read));
    }

    @Test
    void describesItself() throws IOException {
        WaitDescription description = net.stream.read(10).describe();
        assertEquals(new WaitDescription("read", "here->there", "there", WaitDescription.NO_DEADLINE), description);
        assertSame(net.loop, net.stream.read(10).loop());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
