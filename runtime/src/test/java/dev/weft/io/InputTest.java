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
class InputTest {
    private final EventLoop loop = EventLoop.simulated(1);
    private final MemoryTransport[] ends = MemoryTransport.pair(loop);
    private final MemoryTransport transport = ends[1];
    private final Interest interest = new Interest(transport, bits -> {});
    private final Input input = new Input(transport, interest);

    @AfterEach
    void close() {
        transport.close();
        loop.close();
    }

    private void come(int count) {
        ends[0].write(ByteBuffer.allocate(count));
    }

    private int read(int most) throws IOException {
        int count = input.read(ByteBuffer.allocateDirect(most));
        input.unkept = 0;
        return count;
    }

    @Test
    void asksEachTimeWhileNobodyWouldTellOfMore() throws IOException {
        come(5);
        assertEquals(5, read(6));
        assertFalse(input.direction.isWatched());
        come(3);
        assertEquals(3, read(6));
        assertEquals(0, read(6));
        assertEquals(3, transport.reads);
    }

    @Test
    void answersTheFirstLookWhereReadinessWillTellOfMore() throws IOException {
        interest.add(SelectionKey.OP_READ);
        come(5);
        assertEquals(5, read(6));
        come(3);
        assertEquals(0, read(6));
        assertEquals(1, transport.reads);
        assertEquals(3, read(6));
    }

    @Test
    void asksAgainWhenReadinessHasToldOfMore() throws IOException {
        interest.add(SelectionKey.OP_READ);
        come(5);
        assertEquals(5, read(6));
        come(3);
        input.ready(SelectionKey.OP_READ);
        assertEquals(3, read(6));
    }

    @Test
    void asksAgainAfterAReadThatGotAllItAskedFor() throws IOException {
        interest.add(SelectionKey.OP_READ);
        come(5);
        assertEquals(2, read(2));
        assertEquals(3, read(6));
    }

    @Test
    void tellsOfTheEndAsOftenAsItIsAsked() throws IOException {
        interest.add(SelectionKey.OP_READ);
        ends[0].shutdownOutput();
        assertEquals(-1, read(6));
        assertEquals(-1, read(6));
    }

    @Test
    void givesNothingMoreWhenBytesWereLost() throws IOException {
        OutOfMemoryError reason = new OutOfMemoryError();
        come(5);
        input.read(ByteBuffer.allocateDirect(3)); // and they are kept nowhere
        input.lostBy = reason;
        IOException refused = assertThrows(IOException.class, () -> read(6));
        assertEquals(
                "3 bytes of memory right were received and lost, so nothing more can be read from it; close it",
                refused.getMessage());
        assertSame(reason, refused.getCause());
    }
}
