// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a look asks the transport, and when it answers by itself. */
class StreamDuplexTest {
    private final EventLoop loop = EventLoop.simulated(1);
    private final MemoryTransport[] ends = MemoryTransport.pair(loop);
    private final MemoryTransport transport = ends[1];
    private final StreamDuplex duplex = new StreamDuplex(transport);

    @AfterEach
    void close() {
        transport.close();
        loop.close();
    }

    /** As a read that waits has it watched, also when it is over. */
    private void watch() throws IOException {
        Read<byte[]> read = new ReadSome(duplex, 1);
        duplex.await(read);
        duplex.over(read);
    }

    private void come(int count) {
        ends[0].write(ByteBuffer.allocate(count));
    }

    private int read(int most) throws IOException {
        int count = duplex.read(ByteBuffer.allocateDirect(most));
        duplex.unkept = 0;
        return count;
    }

    @Test
    void asksEachTimeWhileNobodyWouldTellOfMore() throws IOException {
        come(5);
        assertEquals(5, read(6));
        assertFalse(duplex.isWatched(SelectionKey.OP_READ));
        come(3);
        assertEquals(3, read(6));
        assertEquals(0, read(6));
        assertEquals(3, transport.reads);
    }

    @Test
    void asksNothingAfterAShortReadUntilReadinessHasTold() throws IOException {
        watch();
        come(5);
        assertEquals(5, read(6));
        come(3);
        assertEquals(0, read(6));
        assertEquals(0, read(6));
        assertEquals(1, transport.reads);
        duplex.accept(SelectionKey.OP_READ);
        assertEquals(3, read(6));
    }

    /** A reader that is cancelled does not take the interest with it, which the next one would ask for again. */
    @Test
    void asksNothingEitherWhenAReaderWasCancelled() throws IOException {
        watch();
        come(5);
        assertEquals(5, read(6));
        watch();
        come(3);
        assertEquals(0, read(6));
        assertEquals(1, transport.reads);
    }

    @Test
    void asksEachTimeWhenNobodyWasThereToBeTold() throws IOException {
        watch();
        come(5);
        assertEquals(5, read(6));
        duplex.accept(SelectionKey.OP_READ);
        assertFalse(duplex.isWatched(SelectionKey.OP_READ));
        assertEquals(0, read(6));
        come(3);
        assertEquals(3, read(6));
    }

    @Test
    void asksAgainAfterAReadThatGotAllItAskedFor() throws IOException {
        watch();
        come(5);
        assertEquals(2, read(2));
        assertEquals(3, read(6));
    }

    @Test
    void tellsOfTheEndAsOftenAsItIsAsked() throws IOException {
        watch();
        ends[0].shutdownOutput();
        assertEquals(-1, read(6));
        assertEquals(-1, read(6));
    }

    /** Who reads from a peer that is as fast would never wait, and a loop of such readers make turns that last seconds. */
    @Test
    void waitsToBeToldAgainBehindAMegabyte() throws IOException {
        watch();
        int all = 0;
        while (all < DirectBuffers.READ_BURST) {
            come(MemoryTransport.CAPACITY);
            all += read(MemoryTransport.CAPACITY);
        }
        come(MemoryTransport.CAPACITY);
        assertEquals(0, read(MemoryTransport.CAPACITY));
        assertEquals(0, read(MemoryTransport.CAPACITY));
        duplex.accept(SelectionKey.OP_READ);
        assertEquals(MemoryTransport.CAPACITY, read(MemoryTransport.CAPACITY));
    }

    @Test
    void givesNothingMoreWhenBytesWereLost() throws IOException {
        OutOfMemoryError reason = new OutOfMemoryError();
        come(5);
        duplex.read(ByteBuffer.allocateDirect(3)); // and they are kept nowhere
        duplex.lostBy = reason;
        IOException refused = assertThrows(IOException.class, () -> read(6));
        assertEquals(
                "3 bytes of memory right were received and lost, so nothing more can be read from it; close it",
                refused.getMessage());
        assertSame(reason, refused.getCause());
    }
}
