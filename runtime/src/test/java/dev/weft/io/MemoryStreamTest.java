// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams without a channel, on a loop that watches none. */
@Timeout(60) // what a broken loop would wait for never comes
class MemoryStreamTest {
    private final EventLoop loop = EventLoop.simulated(1);
    private final MemoryTransport[] ends = MemoryTransport.pair(loop);
    private final ByteStream left;
    private final ByteStream right;

    MemoryStreamTest() {
        left = new ByteStream(ends[0]);
        right = new ByteStream(ends[1]);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private <T> ScheduledTask<T> start(Awaitable<T> awaitable) {
        ScheduledTask<T> task = loop.spawn(awaitable);
        LoopFixture.runUntil(loop, () -> task.isReady() || task.state() == ScheduledTask.State.SUSPENDED);
        return task;
    }

    private void call(Runnable code) {
        loop.run(LoopFixture.calling(() -> {
            code.run();
            return "";
        }));
    }

    @Test
    void carryBytesBothWays() throws IOException {
        ScheduledTask<byte[]> reading = start(right.readExactly(3));
        loop.run(left.write(new byte[] {1, 2, 3, 4}));
        assertArrayEquals(new byte[] {1, 2, 3}, loop.run(reading));
        assertArrayEquals(new byte[] {4}, loop.run(right.read(10)));
        loop.run(right.write(new byte[] {5}));
        assertArrayEquals(new byte[] {5}, loop.run(left.read(10)));
    }

    @Test
    void waitForAReaderThatIsSlow() throws IOException {
        byte[] sent = new byte[5 * MemoryTransport.CAPACITY];
        sent[sent.length - 1] = 1;
        ScheduledTask<Void> writing = start(left.write(sent));
        assertFalse(writing.isReady());
        assertArrayEquals(sent, loop.run(right.readExactly(sent.length)));
        loop.run(writing);
    }

    @Test
    void loseNothingWhenAReadIsCancelled() throws IOException {
        ScheduledTask<byte[]> reading = start(right.readExactly(3));
        loop.run(left.write(new byte[] {1, 2}));
        LoopFixture.runUntil(loop, () -> right.input.held.size() == 2);
        reading.cancel();
        assertThrows(CancellationException.class, () -> loop.run(reading));
        assertArrayEquals(new byte[] {1, 2}, loop.run(right.read(10)));
    }

    @Test
    void tellOfTheEndByTheirName() throws IOException {
        ScheduledTask<byte[]> reading = start(right.readExactly(3));
        loop.run(left.write(new byte[] {1}));
        call(left::close);
        EOFException end = assertThrows(EOFException.class, () -> loop.run(reading));
        assertEquals("the stream of memory right ended after 1 of 3 bytes", end.getMessage());
    }

    @Test
    void closedWakeWhoWaitsOnThem() throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(3));
        call(right::close);
        assertThrows(AsynchronousCloseException.class, () -> loop.run(reading));
    }

    @Test
    void tellWhoWaitsWhenTheyAreClosedThoughTheTransportHasClosedItself() throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(1));
        ends[1].close();
        call(right::close);
        assertThrows(AsynchronousCloseException.class, () -> loop.run(reading));
    }

    @Test
    void tellWhoWaitsThoughTheTransportFailsToClose() throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(1));
        ends[1].failure = new IllegalStateException("stuck");
        assertThrows(IllegalStateException.class, () -> call(right::close));
        assertThrows(AsynchronousCloseException.class, () -> loop.run(reading));
    }

    @Test
    void wakeAReaderWhoseTransportAnswersInPlaceThatThereIsSomething() throws IOException {
        start(right.read(1)).cancel(); // from now on each read asks for readiness anew
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        ends[1].onInterest = () -> {
            ends[0].write(ByteBuffer.wrap(new byte[] {7}));
            ends[1].onInterest = null;
            ends[1].tell();
        };
        assertArrayEquals(new byte[] {7}, loop.run(right.read(1)));
    }

    @Test
    void needATransport() {
        assertEquals(
                "transport",
                assertThrows(NullPointerException.class, () -> new ByteStream(nothing()))
                        .getMessage());
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // to see what a caller without checks for nulls gets
    private static <T> T nothing() {
        return null;
    }
}
