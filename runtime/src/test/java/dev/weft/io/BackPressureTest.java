// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static dev.weft.io.StreamEnds.pattern;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.internal.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who writes more than somebody reads, who is not read at all, and who never has to wait. Behaviours of Netty's {@code
 * SocketConditionalWritabilityTest}, {@code SocketCancelWriteTest}, {@code SocketAutoReadTest}, {@code SocketReadPendingTest} and {@code
 * SocketDataReadInitialStateTest}, and of tokio's {@code io_write_all_buf}, {@code io_mem_stream} and {@code io_util_empty}.
 */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class BackPressureTest {
    private static final int MARK = 16 * 1024;
    private static final int STARVED = 1_000_000;

    @RegisterExtension
    final StreamEnds net;

    BackPressureTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
    }

    /** Netty: testConditionalWritability. The reader reads only when the writer waits for it. */
    @Test
    void muchGoesThroughASmallMarkAndNoMoreIsEverHeld() throws IOException {
        StreamWriter writer = StreamWriter.of(net.near, MARK);
        byte[] sent = pattern(net.much() + (1 << 20));
        ByteArrayOutputStream received = new ByteArrayOutputStream(sent.length);
        int waits = 0;
        for (int at = 0; at < sent.length; at += MARK) {
            ByteBuffer chunk = ByteBuffer.wrap(sent, at, Math.min(MARK, sent.length - at));
            net.act(() -> writer.write(chunk));
            assertTrue(writer.pending() <= 2 * MARK, () -> writer.pending() + " bytes");
            ScheduledTask<Void> drained = net.start(writer.drain());
            while (!drained.isReady()) {
                waits++;
                received.write(net.run(net.far.read(DirectBuffers.CHUNK)));
            }
            net.run(drained);
        }
        assertTrue(waits > 0, "the writer never waited");
        ScheduledTask<Void> finished = net.loop.spawn(writer.finish());
        received.write(net.run(net.far.readAll(sent.length)));
        net.run(finished);
        assertArrayEquals(sent, received.toByteArray());
    }

    /** tokio io_write_all_buf: write_buf_err. */
    @Test
    void aWriteThatFailsTellsHowFarItCame() throws IOException {
        ByteBuffer source = ByteBuffer.allocate(net.much());
        ScheduledTask<Void> writing = net.start(net.near.write(source));
        int taken = source.position();
        net.act(net.far::close); // with bytes unread
        assertThrows(IOException.class, () -> net.run(writing));
        assertTrue(taken > 0 && source.position() >= taken && source.hasRemaining(), () -> source + " after " + taken);
    }

    /** tokio io_mem_stream: zero_length_operations. */
    @Test
    void aWriteOfNothingNeedsNoRoom() throws IOException {
        ScheduledTask<Void> filling = net.start(net.near.write(new byte[net.much()]));
        filling.cancel();
        assertThrows(CancellationException.class, () -> net.run(filling));
        net.run(net.near.write(new byte[0]));
        net.run(net.near.write(ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0)));
    }

    /** Netty: testCancelWrite. */
    @Test
    void aWriteThatIsCancelledBeforeItBeginsSendsNothing() throws IOException {
        for (String each : List.of("A", "b", "c", "D", "e")) {
            ScheduledTask<Void> writing = net.loop.spawn(net.near.write(bytes(each)));
            if (each.equals(each.toUpperCase(Locale.ROOT))) {
                writing.cancel();
                assertThrows(CancellationException.class, () -> net.run(writing));
            } else {
                net.run(writing);
            }
        }
        net.act(net.near::shutdownOutput);
        assertEquals("bce", new String(net.run(net.far.readAll(10)), UTF_8));
    }

    /** Netty: testAutoReadOffNoDataReadUntilReadCalled, testAutoReadOffDuringReadOnlyReadsOneTime, testReadPendingIsResetAfterEachRead. */
    @Test
    void nothingIsTakenFromThePeerThatNobodyHasAskedFor() throws IOException {
        net.send("abc");
        for (String each : List.of("a", "b", "c")) {
            net.runUntil(new Countdown(9));
            assertEquals(0, LoopFixture.held(net.near));
            assertEquals(each, new String(net.run(net.near.read(1)), UTF_8));
        }
    }

    /** What is awaited. */
    private interface Operation {
        Awaitable<?> begin() throws IOException;
    }

    /** tokio: empty_read_is_cooperative and empty_buf_reads_are_cooperative; a stream that has ended has always something to say. */
    @Test
    void whoNeverHasToWaitLetsOthersHaveTheirTurn() throws IOException {
        net.end();
        assertEquals(0, net.run(net.near.read(1)).length);
        StreamWriter writer = StreamWriter.of(net.near);
        List<Operation> ready = List.of(
                () -> net.near.read(10),
                () -> net.near.read(ByteBuffer.allocate(10)),
                () -> net.near.readLine(UTF_8, 10),
                () -> net.near.readAll(10),
                () -> net.near.peek(1),
                () -> net.near.read(0),
                () -> net.near.write(new byte[0]),
                writer::drain,
                writer::flush);
        for (Operation each : ready) {
            assertTrue(letsOthersHaveTheirTurn(each), () -> "operation " + ready.indexOf(each));
        }
    }

    private boolean letsOthersHaveTheirTurn(Operation operation) {
        boolean[] hadTurn = {false};
        return net.run(Script.of((step, last) -> {
            last.get();
            if (step == 0) {
                net.loop.spawn(LoopFixture.calling(() -> hadTurn[0] = true));
            }
            return hadTurn[0] || step == STARVED ? (Object) hadTurn[0] : operation.begin();
        }));
    }
}
