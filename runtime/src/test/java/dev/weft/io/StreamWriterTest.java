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

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A writer that collects. Behaviours of asyncio's test_streams (drain, several waiters of it, drain after a failure, write_eof, a closed
 * transport), of tokio's io_buf_writer, and of Netty's ChannelOutboundBuffer (high-water mark, order, failures of what is left).
 */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class StreamWriterTest {
    @RegisterExtension
    final StreamEnds net;

    private final StreamWriter writer;

    /** More than the way holds to a reader that does not read. */
    private final int much;

    StreamWriterTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
        much = net.much();
        writer = StreamWriter.of(net.near);
    }

    private void write(String text) {
        net.act(() -> writer.write(bytes(text)));
    }

    private String read(int count) throws IOException {
        return new String(net.run(net.far.readExactly(count)), UTF_8);
    }

    private void turn() {
        int[] turns = {3};
        net.runUntil(() -> turns[0]-- <= 0);
    }

    @Test
    void whatIsWrittenGoesOutByItself() throws IOException {
        write("hello");
        assertEquals("hello", read(5));
        assertEquals(0, writer.pending());
    }

    @Test
    void smallWritesOfATurnGoOutTogether() throws IOException {
        net.act(() -> {
            for (int i = 0; i < 100; i++) {
                writer.write(bytes("x"));
            }
            assertEquals(100, writer.pending());
        });
        assertEquals("x".repeat(100), read(100));
    }

    @Test
    void whatWasGivenIsTheCallersAgain() throws IOException {
        byte[] array = bytes("abc");
        ByteBuffer buffer = ByteBuffer.wrap(bytes("xdefx")).position(1).limit(4);
        net.act(() -> {
            writer.write(array);
            writer.write(buffer, ByteBuffer.wrap(bytes("g")));
            Arrays.fill(array, (byte) 0);
            Arrays.fill(buffer.array(), (byte) 0);
        });
        assertEquals(0, buffer.remaining());
        assertEquals("abcdefg", read(7));
    }

    @Test
    void writesOfManyTasksStayWholeAndInOrder() throws IOException {
        ScheduledTask<byte[]> reading = net.loop.spawn(net.far.readAll(much));
        for (int i = 0; i < 200; i++) {
            byte[] line = ("line " + i + " ".repeat(i * 13 % 5000) + "\n").getBytes(UTF_8);
            net.act(() -> writer.write(ByteBuffer.wrap(line, 0, 3), ByteBuffer.wrap(line, 3, line.length - 3)));
        }
        net.run(writer.finish());
        List<String> lines = new String(net.run(reading), UTF_8).lines().toList();
        assertEquals(200, lines.size());
        for (int i = 0; i < 200; i++) {
            assertEquals("line " + i, lines.get(i).strip());
        }
    }

    // ------------------------------------------------------------------ back-pressure

    @Test
    void drainDoesNotWaitBelowTheMark() throws IOException {
        StreamWriter small = StreamWriter.of(net.near, 10);
        net.act(() -> {
            small.write(bytes("0123456789"));
            Awaitable<Void> drain = small.drain();
            assertTrue(drain.isReady());
            assertEquals(10, small.pending());
            assertNull(drain.result());
        });
    }

    @Test
    void drainWaitsAboveTheMarkUntilTheReaderReads() throws IOException {
        byte[] sent = pattern(much);
        net.act(() -> writer.write(sent));
        ScheduledTask<Void> drained = net.start(writer.drain());
        assertFalse(drained.isReady());
        int read = 0;
        while (!drained.isReady()) {
            byte[] chunk = net.run(net.far.read(DirectBuffers.CHUNK));
            assertArrayEquals(Arrays.copyOfRange(sent, read, read + chunk.length), chunk);
            read += chunk.length;
            turn();
        }
        assertTrue(writer.pending() <= 64 * 1024, () -> writer.pending() + " bytes");
        assertTrue(read > 0);
        net.run(drained);
    }

    @Test
    void severalTasksDrainAtTheSameTime() throws IOException {
        byte[] sent = pattern(much);
        net.act(() -> writer.write(sent));
        List<ScheduledTask<Void>> all =
                List.of(net.start(writer.drain()), net.start(writer.drain()), net.start(writer.flush()));
        assertArrayEquals(sent, net.run(net.far.readExactly(much)));
        for (ScheduledTask<Void> each : all) {
            net.run(each);
        }
    }

    @Test
    void flushWaitsForWhatWasWrittenBeforeAndNotForMore() throws IOException {
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> flushed = net.start(writer.flush());
        net.act(() -> writer.write(new byte[much]));
        net.run(net.far.readExactly(much));
        int read = 0;
        while (!flushed.isReady()) {
            read += net.run(net.far.read(DirectBuffers.CHUNK)).length;
            turn();
        }
        assertTrue(writer.pending() > 0);
        assertTrue(read < much);
        net.run(flushed);
    }

    @Test
    void flushOfNothingAndADrainWithoutAMarkEndAtOnce() throws IOException {
        net.run(writer.flush());
        net.run(StreamWriter.of(net.near, 0).drain());
        assertThrows(IllegalArgumentException.class, () -> StreamWriter.of(net.near, -1));
    }

    /** An idle connection holds no buffer. */
    @Test
    void anIdleWriterHoldsNothing() throws IOException {
        net.act(() -> writer.write(new byte[100_000]));
        ScheduledTask<byte[]> reading = net.loop.spawn(net.far.readExactly(100_000));
        net.run(writer.flush());
        net.run(reading);
        assertEquals(0, writer.pending());
        assertTrue(writer.isIdle());
    }

    // ------------------------------------------------------------------ the end

    @Test
    void finishSendsAllAndEndsTheOutput() throws IOException {
        byte[] sent = pattern(much);
        ScheduledTask<byte[]> reading = net.loop.spawn(net.far.readAll(much));
        net.act(() -> writer.write(sent));
        net.run(writer.finish());
        assertArrayEquals(sent, net.run(reading));
        net.send("answer");
        assertEquals("answer", new String(net.run(net.near.readExactly(6)), UTF_8));
    }

    @Test
    void nothingIsWrittenAfterFinish() throws IOException {
        net.run(writer.finish());
        ClosedChannelException refused = assertThrows(ClosedChannelException.class, () -> write("late"));
        assertEquals(
                "the writer of " + net.near + " is finished: nothing can be written after finish()",
                refused.getMessage());
        net.run(writer.finish());
        net.run(writer.flush());
    }

    @Test
    void aCancelledFinishSendsAllTheSameAndCanBeCalledAgain() throws IOException {
        byte[] sent = pattern(much);
        net.act(() -> writer.write(sent));
        ScheduledTask<Void> finishing = net.start(writer.finish());
        finishing.cancel();
        assertThrows(CancellationException.class, () -> net.run(finishing));
        assertThrows(ClosedChannelException.class, () -> write("late"));
        assertArrayEquals(sent, net.run(net.far.readExactly(much)));
        net.run(writer.finish());
        assertEquals(0, net.run(net.far.read(1)).length);
    }

    @Test
    void cancelledWaitsLoseNothingAndLeaveNothing() throws IOException {
        byte[] sent = pattern(much);
        net.act(() -> writer.write(sent));
        for (Awaitable<Void> wait : List.of(writer.drain(), writer.flush())) {
            ScheduledTask<Void> waiting = net.start(wait);
            waiting.cancel();
            assertThrows(CancellationException.class, () -> net.run(waiting));
            assertThrows(IllegalStateException.class, () -> net.run(wait));
        }
        assertArrayEquals(sent, net.run(net.far.readExactly(much)));
        net.run(writer.flush());
        assertTrue(writer.isIdle());
    }

    @Test
    void waitsAreRefusedTwice() throws IOException {
        Awaitable<Void> flush = writer.flush();
        net.run(flush);
        String refusal =
                assertThrows(IllegalStateException.class, () -> net.run(flush)).getMessage();
        assertEquals(
                "flush() of writer of " + net.near
                        + " was awaited before; what it returns is awaited once. Call it again for another.",
                refusal);
    }

    @Test
    void waitsDescribeThemselves() throws IOException {
        WaitDescription description = writer.drain().describe();
        assertEquals(net.near.loop(), writer.drain().loop());
        assertEquals("write", description.kind());
    }

    @Test
    void waitsSayHowMuchAPeerHasNotTaken() throws IOException {
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> drained = net.start(writer.drain());
        turn();
        String identity = Objects.requireNonNull(drained.waitsFor()).identity();
        assertTrue(writer.pending() > 0);
        assertTrue(identity.endsWith(", " + writer.pending() + " bytes left"), identity);
    }

    // ------------------------------------------------------------------ failures

    @Test
    void whatFailsInTheBackgroundIsToldToWhoWaitsAndToEveryLaterCall() throws IOException {
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> drained = net.start(writer.drain());
        ScheduledTask<Void> flushed = net.start(writer.flush());
        net.act(net.far::close); // with bytes unread
        IOException failure = assertThrows(IOException.class, () -> net.run(drained));
        assertEquals(failure, assertThrows(IOException.class, () -> net.run(flushed)));
        assertEquals(failure, assertThrows(IOException.class, () -> write("more")));
        assertEquals(failure, assertThrows(IOException.class, () -> net.run(writer.drain())));
        assertEquals(failure, assertThrows(IOException.class, () -> net.run(writer.flush())));
        assertEquals(failure, assertThrows(IOException.class, () -> net.run(writer.finish())));
        assertEquals(0, writer.pending());
        assertTrue(net.near.isOpen());
    }

    @Test
    void aCloseTellsWhoWaits() throws IOException {
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> flushed = net.start(writer.flush());
        net.act(net.near::close);
        assertThrows(AsynchronousCloseException.class, () -> net.run(flushed));
        assertThrows(AsynchronousCloseException.class, () -> write("more"));
    }

    /** As at the end of a handler that has not awaited it. */
    @Test
    void whatACloseLosesIsLogged() {
        try (LogRecords log = new LogRecords()) {
            net.act(() -> {
                writer.write(bytes("lost"));
                net.near.close();
            });
            turn();
            assertEquals(
                    List.of(
                            "WARNING: 4 bytes that were written to " + net.near
                                    + " were not sent, for it was closed before; await flush() or finish() of its writer first"),
                    log.lines());
        }
        assertThrows(ClosedChannelException.class, () -> write("more"));
    }

    /** A server that hangs up on a thousand slow clients logs a thousand lines, and not as many traces of a loop. */
    @Test
    void whatACloseLosesIsLoggedWithoutATrace() {
        try (LogRecords log = new LogRecords()) {
            net.act(() -> writer.write(new byte[much]));
            net.act(net.near::close);
            turn();
            assertEquals(1, log.all().size());
            assertNull(log.all().get(0).failure());
        }
    }

    @Test
    void whatAPeerLosesIsNotLogged() throws IOException {
        try (LogRecords log = new LogRecords()) {
            net.act(net.far::close);
            net.runUntil(() -> {
                try {
                    write("x");
                    return false;
                } catch (Throwable broken) { // at the second write or later
                    return broken instanceof IOException;
                }
            });
            assertEquals(List.of(), log.lines());
        }
    }

    @Test
    void aDirectWriteInBetweenIsRefusedAndTheWriterGoesOn() throws IOException {
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> flushed = net.start(writer.flush());
        assertThrows(IllegalStateException.class, () -> net.run(net.near.write(bytes("x"))));
        assertThrows(IllegalStateException.class, () -> net.act(net.near::shutdownOutput));
        net.run(net.far.readExactly(much));
        net.run(flushed);
    }

    @Test
    void anotherWriterIsRefusedWhileThisOneHoldsOrSendsBytes() throws IOException {
        StreamWriter other = StreamWriter.of(net.near);
        net.act(() -> {
            writer.write(bytes("one "));
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> other.write(bytes("lost")));
            assertEquals(
                    "Another StreamWriter of " + net.near
                            + " holds bytes that are not sent yet. Have one writer for a stream, or await flush() of that one before.",
                    refused.getMessage());
        });
        net.run(writer.flush());
        net.act(() -> other.write(bytes("two ")));
        net.run(other.flush());
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> flushed = net.start(writer.flush());
        assertThrows(IllegalStateException.class, () -> net.act(() -> other.write(bytes("lost"))));
        assertEquals("one two ", read(8));
        net.run(net.far.readExactly(much));
        net.run(flushed);
        net.act(() -> other.write(bytes("three")));
        assertEquals("three", read(5));
    }

    /** It would come out before what was written before it, without anybody being told. */
    @Test
    void nothingOvertakesWhatTheWriterHolds(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("two"), "two");
        String holds =
                "The StreamWriter of " + net.near + " holds bytes that are not sent yet; await its flush() before ";
        net.act(() -> {
            writer.write(bytes("one "));
            assertEquals(holds + "the stream itself is written to.", refusal(net.near.write(bytes("two"))));
            assertEquals(
                    holds + "the stream itself is written to.",
                    refusal(net.near.write(ByteBuffer.wrap(bytes("two")), ByteBuffer.allocate(1))));
            assertEquals(holds + "the stream itself is written to.", refusal(net.near.sendFile(file)));
            assertEquals(holds + "shutdownOutput(), or end with its finish().", refusal(net.near::shutdownOutput));
            assertEquals(holds + "handOver(...).", refusal(() -> net.near.handOver(ByteStream::new)));
        });
        net.run(writer.flush());
        net.run(net.near.sendFile(file));
        assertEquals("one two", read(7));
    }

    private static String refusal(Awaitable<?> refused) {
        return refusal(() -> {
            assertTrue(refused.isReady());
            refused.result();
        });
    }

    private static String refusal(Executable refused) {
        return String.valueOf(assertThrows(IllegalStateException.class, refused).getMessage());
    }

    @Test
    void endsWithItsLoop() throws IOException {
        net.act(() -> writer.write(new byte[much]));
        ScheduledTask<Void> drained = net.start(writer.drain());
        net.loop.close();
        assertEquals(ScheduledTask.State.CANCELLED, drained.state());
        assertEquals(List.of(), net.unseen);
    }

    @Test
    void isOfTheLoopsThread() throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread other = new Thread(() -> {
            try {
                writer.write(bytes("x"));
            } catch (Throwable refused) {
                thrown[0] = refused;
            }
        });
        other.start();
        other.join();
        assertEquals(IllegalStateException.class, thrown[0].getClass());
    }
}
