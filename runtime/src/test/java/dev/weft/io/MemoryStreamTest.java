// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.support.LogRecords;
import dev.weft.sync.Select;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        loop.run(left.write(new byte[] {7}));
        assertArrayEquals(new byte[] {7}, loop.run(right.read(1)));
    }

    @Test
    void loseNothingOfAReadThatWasNotTheFirstOfASelect() throws IOException {
        ScheduledTask<String> first = start(Select.select(
                Select.on(right.readExactly(3), bytes -> "read"),
                Select.on(Weft.sleep(Duration.ofMillis(5)), late -> "late")));
        loop.run(left.write(new byte[] {1, 2}));
        assertEquals("late", loop.run(first));
        loop.run(left.write(new byte[] {3}));
        assertArrayEquals(new byte[] {1, 2, 3}, loop.run(right.readExactly(3)));
    }

    @Test
    void refuseASecondReaderWhileOneWaits() throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(1));
        String refusal = assertThrows(IllegalStateException.class, () -> loop.run(right.read(1)))
                .toString();
        assertTrue(refusal.contains("Another task waits in a read on memory right; one at a time."), refusal);
        loop.run(left.write(new byte[] {1}));
        assertArrayEquals(new byte[] {1}, loop.run(reading));
    }

    /** Also to those that look in the step in which the first has got it. */
    @Test
    void giveTheirEndToEachRead() throws IOException {
        ScheduledTask<Object> waiting = start(Script.of((step, last) -> {
            if (step == 0) {
                return right.read(1);
            }
            assertTrue(right.read(1).isReady());
            assertTrue(right.read(1).isReady());
            return "end";
        }));
        call(LoopFixture.unchecked(left::shutdownOutput));
        assertEquals("end", loop.run(waiting));
    }

    @Test
    void loseNothingWhenAReadIsCancelled() throws IOException {
        ScheduledTask<byte[]> reading = start(right.readExactly(3));
        loop.run(left.write(new byte[] {1, 2}));
        LoopFixture.runUntil(loop, () -> LoopFixture.held(right) == 2);
        reading.cancel();
        assertThrows(CancellationException.class, () -> loop.run(reading));
        assertArrayEquals(new byte[] {1, 2}, loop.run(right.read(10)));
    }

    private interface Read {
        Awaitable<byte[]> of(ByteStream stream) throws IOException;
    }

    static Stream<Named<Read>> reads() {
        return Stream.of(
                Named.of("read", stream -> stream.read(10)), Named.of("readExactly", stream -> stream.readExactly(3)));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void takeBackWhatAGatherThatFailsHasRead(Read read) throws IOException {
        loop.run(left.write(new byte[] {1, 2, 3}));
        Awaitable<?> failing = Weft.gather(read.of(right), Task.failed(new IOException()));
        assertThrows(IOException.class, () -> loop.run(failing));
        loop.run(left.write(new byte[] {4}));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, loop.run(right.readExactly(4)));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void takeBackWhatAReadHasThatWasAskedAndIsWithdrawn(Read read) throws IOException {
        loop.run(left.write(new byte[] {1, 2, 3}));
        Awaitable<byte[]> asked = read.of(right);
        call(() -> {
            assertTrue(asked.isReady());
            assertTrue(asked.withdraw(() -> {}));
        });
        assertArrayEquals(new byte[] {1, 2, 3}, loop.run(right.read(10)));
    }

    @Test
    void giveWhatTheyTookBackToWhoeverWaits() throws IOException {
        loop.run(left.write(new byte[] {1, 2}));
        byte[] taken = loop.run(right.read(2));
        ScheduledTask<byte[]> waiting = start(right.readExactly(3));
        loop.run(left.write(new byte[] {3}));
        LoopFixture.runUntil(loop, () -> LoopFixture.held(right) == 1);
        call(() -> right.duplex.putBack(taken));
        assertArrayEquals(new byte[] {1, 2, 3}, loop.run(waiting));
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
        ends[1].failures.put("close", new IllegalStateException("stuck"));
        assertThrows(IllegalStateException.class, () -> call(right::close));
        assertThrows(AsynchronousCloseException.class, () -> loop.run(reading));
    }

    /** The buffer shrinks while it is read into, which stands for whatever keeps bytes that have come from reaching whom they are for. */
    @Test
    void giveNothingMoreWhenBytesDidNotReachTheReader() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(3);
        ends[1].onRead = () -> buffer.limit(1);
        ends[1].failures.put("toString", new IllegalStateException("nameless"));
        loop.run(left.write(new byte[] {1, 2, 3, 4}));
        assertThrows(BufferOverflowException.class, () -> loop.run(right.read(buffer)));
        IOException lost = assertThrows(IOException.class, () -> loop.run(right.read(1)));
        assertEquals(
                "3 bytes of " + MemoryTransport.class.getName()
                        + " were received and lost, so nothing more can be read from it; close it",
                lost.getMessage());
    }

    @Test
    void wakeAReaderWhoseTransportAnswersInPlaceThatThereIsSomething() throws IOException {
        haveItNotWatched();
        ends[1].tellsInPlaceAlone = true;
        ends[1].onInterest = () -> {
            ends[0].write(ByteBuffer.wrap(new byte[] {7}));
            ends[1].onInterest = null;
            ends[1].tell();
        };
        assertArrayEquals(new byte[] {7}, loop.run(right.read(1)));
    }

    /** By something that comes while nobody reads: the next one that waits asks for readiness anew. */
    private void haveItNotWatched() throws IOException {
        start(right.read(1)).cancel();
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        loop.run(left.write(new byte[] {1}));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(1, loop.run(right.read(1)).length);
    }

    @Test
    void tellWhatWasClosedWhileWhoWaited() throws IOException {
        ScheduledTask<byte[]> reading = start(right.readExactly(3));
        call(right::close);
        assertEquals(
                "memory right was closed while a readExactly waited",
                assertThrows(AsynchronousCloseException.class, () -> loop.run(reading))
                        .getMessage());
        assertEquals(
                "memory right is closed",
                assertThrows(ClosedChannelException.class, () -> loop.run(right.read(1)))
                        .getMessage());
    }

    @Test
    void refuseAWriteAfterTheirOutputWasShutDown() {
        call(LoopFixture.unchecked(left::shutdownOutput));
        call(LoopFixture.unchecked(left::shutdownOutput));
        for (byte[] bytes : List.of(new byte[1], new byte[0])) {
            assertEquals(
                    "the output of memory left is shut down: nothing can be written after shutdownOutput()",
                    assertThrows(ClosedChannelException.class, () -> loop.run(left.write(bytes)))
                            .getMessage());
        }
    }

    // ------------------------------------------------------------------ looks that nobody waits behind

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1000})
    void giveWhatCameSinceAShortReadHoweverShortTheWait(long nanos) throws Exception {
        Duration wait = Duration.ofNanos(nanos);
        loop.run(left.write(new byte[] {1, 2}));
        assertEquals(2, loop.run(right.read(10)).length);
        loop.run(left.write(new byte[] {3, 4, 5}));
        assertArrayEquals(new byte[] {3, 4, 5}, loop.run(Weft.waitFor(right.read(10), wait)));
        loop.run(left.write(new byte[] {6}));
        assertArrayEquals(new byte[] {6}, loop.run(Weft.waitFor(right.readExactly(1), wait)));
        call(LoopFixture.unchecked(left::shutdownOutput));
        assertEquals(0, loop.run(Weft.waitFor(right.read(10), wait)).length);
    }

    @Test
    void giveWhatCameSinceAReadThatTimedOut() throws Exception {
        assertThrows(TimeoutException.class, () -> loop.run(Weft.waitFor(right.read(10), Duration.ofNanos(1))));
        loop.run(left.write(new byte[] {1}));
        assertEquals(1, loop.run(Weft.waitFor(right.read(10), Duration.ZERO)).length);
    }

    @Test
    void answerWhoLooksByHand() throws IOException {
        Awaitable<byte[]> first = right.read(10);
        call(() -> {
            assertFalse(first.isReady());
            assertFalse(first.isReady());
            ends[0].write(ByteBuffer.wrap(new byte[] {1}));
            assertTrue(first.isReady());
        });
        assertEquals(1, loop.run(first).length);
        Awaitable<byte[]> second = right.read(10);
        call(() -> {
            assertFalse(second.isReady());
            ends[0].write(ByteBuffer.wrap(new byte[] {2}));
            assertTrue(second.isReady());
        });
    }

    /** Where readiness is going to tell of more it is believed, but for one look: who goes on looking in one step would never be told. */
    @Test
    void answerWhoLooksByHandWhenOthersHaveWaitedBefore() throws IOException {
        ScheduledTask<byte[]> waiting = start(right.read(10));
        loop.run(left.write(new byte[] {1}));
        loop.run(waiting);
        Awaitable<byte[]> looked = right.read(10);
        call(() -> {
            ends[0].write(ByteBuffer.wrap(new byte[] {2}));
            assertFalse(looked.isReady());
            assertTrue(looked.isReady());
        });
    }

    @Test
    void readOnceForEachMessage() throws IOException {
        ScheduledTask<byte[]> first = start(right.read(10));
        loop.run(left.write(new byte[] {1}));
        loop.run(first);
        int before = ends[1].reads;
        for (int i = 0; i < 10; i++) {
            ScheduledTask<byte[]> reading = start(right.read(10));
            loop.run(left.write(new byte[] {1}));
            loop.run(reading);
        }
        assertEquals(before + 10, ends[1].reads);
    }

    // ------------------------------------------------------------------ awaited once

    @Test
    void refuseAnOperationThatIsAwaitedAgainAndHurtNobodyElse() throws IOException {
        Awaitable<Void> write = left.write(new byte[] {1});
        loop.run(write);
        Awaitable<Void> nextWrite = left.write(new byte[] {2});
        assertRefused(write);
        loop.run(nextWrite);

        ByteBuffer mine = ByteBuffer.allocate(1);
        Awaitable<Integer> read = right.read(mine);
        loop.run(read);
        ByteBuffer others = ByteBuffer.allocate(1);
        Awaitable<Integer> nextRead = right.read(others);
        assertRefused(read);
        assertEquals(1, loop.run(nextRead));
        assertEquals(1, mine.get(0));
        assertEquals(2, others.get(0));
    }

    @Test
    void refuseAReadThatIsRetriedAfterItsTimeoutAndHurtNobodyElse() throws IOException {
        ByteBuffer mine = ByteBuffer.allocate(10);
        Awaitable<Integer> read = right.read(mine);
        assertThrows(TimeoutException.class, () -> loop.run(Weft.waitFor(read, Duration.ofMillis(1))));
        ByteBuffer others = ByteBuffer.allocate(10);
        ScheduledTask<Integer> reading = start(right.read(others));
        assertRefused(read);
        loop.run(left.write(new byte[] {7}));
        assertEquals(1, loop.run(reading));
        assertEquals(7, others.get(0));
        assertEquals(0, mine.position());
    }

    private void assertRefused(Awaitable<?> again) {
        String refusal =
                assertThrows(IllegalStateException.class, () -> loop.run(again)).toString();
        assertTrue(refusal.contains(" was awaited before; "), refusal);
    }

    // ------------------------------------------------------------------ transports that fail

    static List<Throwable> failures() {
        return List.of(new IllegalStateException("odd"), new OutOfMemoryError("none"), new Exception("sneaked"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void freeTheirDirectionWhenTheTransportFails(Throwable failure) throws IOException {
        for (String method : List.of("read", "watch")) {
            ends[1].failures.put(method, failure);
            assertSame(failure, assertThrows(Throwable.class, () -> loop.run(right.read(1))), method);
            assertFalse(LoopFixture.reads(right), method);
            ends[1].failures.clear();
        }
        loop.run(left.write(new byte[] {1}));
        assertEquals(1, loop.run(right.read(1)).length);

        loop.run(left.write(new byte[MemoryTransport.CAPACITY]));
        for (String method : List.of("write", "interest", "watch")) {
            ends[0].failures.put(method, failure);
            boolean refuses = !method.equals("interest"); // nothing is registered yet
            if (refuses) {
                assertSame(failure, assertThrows(Throwable.class, () -> loop.run(left.write(new byte[1]))), method);
            }
            assertFalse(LoopFixture.writes(left), method);
            ends[0].failures.clear();
        }
        ScheduledTask<Void> writing = start(left.write(new byte[1]));
        assertEquals(MemoryTransport.CAPACITY, loop.run(right.readExactly(MemoryTransport.CAPACITY)).length);
        loop.run(writing);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void freeTheirDirectionWhenTheTransportFailsWhoeverWaits(Throwable failure) throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(1));
        ends[1].failures.put("read", failure);
        loop.run(left.write(new byte[] {1}));
        assertSame(failure, assertThrows(Throwable.class, () -> loop.run(reading)));
        assertFalse(LoopFixture.reads(right));
        ends[1].failures.clear();
        assertArrayEquals(new byte[] {1}, loop.run(right.read(1)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void askForTheirInterestAgainWhenTheTransportHasRefusedIt(Throwable failure) throws IOException {
        haveItNotWatched();
        ends[1].failures.put("interest", failure);
        assertSame(failure, assertThrows(Throwable.class, () -> loop.run(right.read(1))));
        ends[1].failures.clear();
        ScheduledTask<byte[]> reading = start(right.read(1));
        loop.run(left.write(new byte[] {1}));
        assertEquals(1, loop.run(reading).length);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void giveTheResultThoughTheInterestCannotBeTakenBack(Throwable failure) throws Exception {
        loop.run(left.write(new byte[MemoryTransport.CAPACITY]));
        ScheduledTask<Void> writing = start(left.write(new byte[1]));
        try (LogRecords log = new LogRecords()) {
            ends[0].failures.put("interest", failure);
            loop.run(right.read(1));
            loop.run(writing);
            assertEquals(List.of("WARNING: The interest in memory left could not be changed"), log.lines());
        }
    }

    @Test
    void tellThoseWhoWaitThoughTheTransportDoesNotTellItsName() throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(1));
        ScheduledTask<Void> writing = start(right.write(new byte[MemoryTransport.CAPACITY + 1]));
        ends[1].failures.put("toString", new IllegalStateException("nameless"));
        call(right::close);
        String message = assertThrows(AsynchronousCloseException.class, () -> loop.run(reading))
                .getMessage();
        assertEquals("dev.weft.io.MemoryTransport was closed while a read waited", message);
        assertThrows(AsynchronousCloseException.class, () -> loop.run(writing));
    }

    /** As where the stack ends, or the memory. */
    @Test
    void closeAgainWhatHasFailedToClose() throws IOException {
        ScheduledTask<byte[]> reading = start(right.read(1));
        ends[1].failures.put("isOpen", new StackOverflowError());
        assertThrows(StackOverflowError.class, () -> call(right::close));
        assertThrows(AsynchronousCloseException.class, () -> loop.run(reading));
        ends[1].failures.clear();
        assertTrue(right.isOpen());
        call(right::close);
        assertFalse(right.isOpen());
    }

    @Test
    void closeWithTheirLoopWhatHasFailedToClose() {
        ends[1].failures.put("isOpen", new StackOverflowError());
        assertThrows(StackOverflowError.class, () -> call(right::close));
        ends[1].failures.clear();
        loop.close();
        assertFalse(right.isOpen());
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
