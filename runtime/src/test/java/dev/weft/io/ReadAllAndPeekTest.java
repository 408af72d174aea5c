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
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads to the end, and looks that take nothing. Behaviours of asyncio's test_streams (read(-1)), tokio's io_read_to_end and peek, okio's peek. */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class ReadAllAndPeekTest {
    @RegisterExtension
    final StreamEnds net;

    ReadAllAndPeekTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
    }

    private String text(Awaitable<byte[]> read) {
        return new String(net.run(read), UTF_8);
    }

    @Test
    void allComesWhenTheStreamHasEnded() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.near.readAll(100));
        net.feed("chunk1\n");
        net.feed("chunk2");
        net.end();
        assertEquals("chunk1\nchunk2", text(reading));
        assertEquals("", text(net.near.readAll(100)));
    }

    @Test
    void allIsWhatIsLeftBehindOtherReads() throws IOException {
        net.send("head\nbody");
        net.end();
        net.run(net.near.readLine(UTF_8, 100));
        assertEquals("body", text(net.near.readAll(4)));
    }

    @Test
    void allOfNothingIsNothingAlsoWithoutRoom() throws IOException {
        net.end();
        assertEquals("", text(net.near.readAll(0)));
    }

    @Test
    void moreThanTheLimitIsRefusedAndStaysReadable() throws IOException {
        net.send("123456789");
        LimitOverrunException refused = assertThrows(LimitOverrunException.class, () -> net.run(net.near.readAll(8)));
        assertEquals(
                "more than 8 bytes on the stream of " + net.near + "; those that have come are given by the next reads",
                refused.getMessage());
        net.end();
        assertEquals("123456789", text(net.near.readAll(9)));
    }

    @Test
    void aLimitThatNoArrayHasIsNone() throws IOException {
        net.send("1234");
        net.end();
        assertEquals("1234", text(net.near.readAll(Integer.MAX_VALUE)));
    }

    @Test
    void allOfMuchComesWhole() throws IOException {
        byte[] sent = pattern(3 * DirectBuffers.READ_BURST + 17);
        ScheduledTask<byte[]> reading = net.loop.spawn(net.near.readAll(sent.length));
        net.send(sent);
        net.end();
        assertArrayEquals(sent, net.run(reading));
    }

    @Test
    void aLookTakesNothing() throws IOException {
        net.send("abcdef");
        assertEquals("abc", text(net.near.peek(3)));
        assertEquals("abcd", text(net.near.peek(4)));
        assertEquals("ab", text(net.near.peek(2)));
        assertEquals("abcdef", text(net.near.readExactly(6)));
    }

    @Test
    void aLookWaitsUntilSoMuchHasCome() throws IOException {
        ScheduledTask<byte[]> looking = net.start(net.near.peek(4));
        net.feed("ab");
        net.feed("c");
        net.send("de");
        assertEquals("abcd", text(looking));
        assertEquals("abcde", text(net.near.readExactly(5)));
    }

    @Test
    void aLookBeyondTheEndGivesWhatThereIs() throws IOException {
        net.send("ab");
        net.end();
        assertEquals("ab", text(net.near.peek(10)));
        assertEquals("ab", text(net.near.readAll(10)));
        assertEquals("", text(net.near.peek(10)));
        assertEquals("", text(net.near.peek(0)));
    }

    /** Each read takes first what a look has found. */
    @Test
    void everyReadSeesWhatALookHasSeen() throws IOException {
        net.send("12345678\n");
        net.run(net.near.peek(9));
        ByteBuffer two = ByteBuffer.allocate(2);
        assertEquals(2, net.run(net.near.read(two)));
        assertArrayEquals(bytes("12"), two.array());
        assertEquals("3", text(net.near.read(1)));
        assertEquals("45", text(net.near.readExactly(2)));
        assertEquals("678", net.run(net.near.readLine(UTF_8, 100)));
    }

    @Test
    void aLookIsNotTheStreamsArray() throws IOException {
        net.send("abc");
        Arrays.fill(net.run(net.near.peek(3)), (byte) 0);
        assertEquals("abc", text(net.near.readExactly(3)));
    }

    @Test
    void lengthsBelowZeroAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> net.near.readAll(-1));
        assertThrows(IllegalArgumentException.class, () -> net.near.peek(-1));
    }
}
