// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
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
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines of text. Behaviours of asyncio's test_streams (readline), of tokio's io_read_line and io_lines, and of okio's readUtf8Line. */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class ReadLineTest {
    @RegisterExtension
    final StreamEnds net;

    ReadLineTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
    }

    private String line(int max) throws IOException {
        return net.run(net.near.readLine(UTF_8, max));
    }

    private String rest() throws IOException {
        return new String(net.run(net.near.readAll(1000)), UTF_8);
    }

    @Test
    void waitsForALineThatComesInPieces() throws IOException {
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 100));
        net.feed("chunk1 ");
        net.feed("chunk2 ");
        net.send("chunk3 \n chunk4");
        assertEquals("chunk1 chunk2 chunk3 ", net.run(reading));
        net.end();
        assertEquals(" chunk4", rest());
    }

    @Test
    void readsLinesThatCameTogetherOneByOne() throws IOException {
        net.send("line1\nline2\nline3\n");
        assertEquals("line1", line(100));
        assertEquals("line2\nl", new String(net.run(net.near.readExactly(7)), UTF_8));
        assertEquals("ine3", line(100));
    }

    /** Whether a line is too long is not known before the stream goes on behind it. */
    @Test
    void aLastLineWithoutAnEndMayHaveAllThatIsAllowed() throws IOException {
        net.send("12345");
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 5));
        net.end();
        assertEquals("12345", net.run(reading));
        assertNull(line(5));
    }

    @Test
    void aLineThatGoesOnBehindAllThatIsAllowedIsRefusedAndGivenByTheNextReads() throws IOException {
        net.send("1234\n12345");
        assertEquals("1234", line(5));
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 5));
        net.send("\n");
        assertThrows(LimitOverrunException.class, () -> net.run(reading));
        assertEquals("12345", line(6));
    }

    @Test
    void takesBothEndsOfLinesAndLinesOfNothing() throws IOException {
        net.send("one\r\n\r\n\ntwo\n\rthree\rfour\r\n");
        assertEquals("one", line(100));
        assertEquals("", line(100));
        assertEquals("", line(100));
        assertEquals("two", line(100));
        assertEquals("\rthree\rfour", line(100));
    }

    @Test
    void findsAnEndOfWhichTheHalvesComeApart() throws IOException {
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 100));
        net.feed("ab\r");
        net.send("\n");
        assertEquals("ab", net.run(reading));
    }

    @Test
    void takesTheEndOfTheStreamForThatOfTheLastLine() throws IOException {
        net.send("some data\nlast\r");
        net.end();
        assertEquals("some data", line(100));
        assertEquals("last\r", line(100));
        assertNull(line(100));
        assertNull(line(100));
    }

    @Test
    void givesNothingAtTheEndOfAStreamWithoutBytes() throws IOException {
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 100));
        net.end();
        assertNull(net.run(reading));
    }

    @Test
    void isStrictAboutItsLimitWithTheEndOfTheLine() throws IOException {
        net.send("1234567\n12345678\n");
        assertEquals("1234567", line(8));
        LimitOverrunException refused = assertThrows(LimitOverrunException.class, () -> line(8));
        assertEquals(
                "no end of a line in the first 8 bytes on the stream of " + net.near
                        + "; they are given by the next reads",
                refused.getMessage());
        assertEquals("12345678", line(9));
    }

    @Test
    void refusesALineThatDoesNotEndWithinItsLimitWhileItComes() throws IOException {
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 7));
        net.feed("chunk1");
        net.send("chunk2\nchunk3\n");
        assertThrows(LimitOverrunException.class, () -> net.run(reading));
        assertEquals("chunk1chunk2", line(100));
        assertEquals("chunk3", line(7));
    }

    @Test
    void givesALastLineThatFillsTheLimit() throws IOException {
        net.send("1234567");
        net.end();
        assertEquals("1234567", line(8));
        assertNull(line(8));
    }

    @Test
    void decodesWhatItsCharsetSays() throws IOException {
        net.send("grün\n".getBytes(UTF_8));
        net.send("grün\n".getBytes(ISO_8859_1));
        net.send(new byte[] {'a', (byte) 0xff, '\n'});
        assertEquals("grün", line(100));
        assertEquals("grün", net.run(net.near.readLine(ISO_8859_1, 100)));
        assertEquals("a\ufffd", line(100));
    }

    @Test
    void joinsACharacterThatComesInTwoPieces() throws IOException {
        ScheduledTask<String> reading = net.start(net.near.readLine(UTF_8, 100));
        byte[] line = "ü\n".getBytes(UTF_8);
        net.send(new byte[] {line[0]});
        net.runUntil(() -> LoopFixture.held(net.near) == 1);
        net.send(new byte[] {line[1], line[2]});
        assertEquals("ü", net.run(reading));
    }

    @Test
    void refusesCharsetsWhoseLinesEndOtherwiseAndLimitsOfNothing() {
        for (Charset charset : List.of(UTF_16, UTF_16LE, Charset.forName("IBM1047"))) {
            String message = assertThrows(IllegalArgumentException.class, () -> net.near.readLine(charset, 10))
                    .getMessage();
            assertEquals(
                    "lines of text in " + charset
                            + ", where a line does not end with the byte 10; read all of it, or by length, and decode that",
                    message);
            assertThrows(IllegalArgumentException.class, () -> net.near.lines(charset, 10));
        }
        assertThrows(IllegalArgumentException.class, () -> net.near.readLine(UTF_8, 0));
        assertThrows(IllegalArgumentException.class, () -> net.near.lines(UTF_8, -1));
    }

    @Test
    void goesBackAsTheBytesThatItWasWhenNobodyGetsIt() throws IOException {
        byte[] sent = {'a', (byte) 0xff, '\r', '\n', 'b'};
        net.send(sent);
        Awaitable<String> read = net.near.readLine(UTF_8, 100);
        String unclaimed = net.run(read);
        net.act(() -> read.discard(unclaimed));
        assertArrayEquals(sent, net.run(net.near.readExactly(5)));
    }

    // ------------------------------------------------------------------ all lines

    @Test
    void allLinesEndWithTheStream() throws IOException {
        net.send("one\r\ntwo\n\nthree");
        net.end();
        assertEquals(
                List.of("one", "two", "", "three"),
                net.run(net.near.lines(UTF_8, 100).toList()));
    }

    @Test
    void linesThatWereNotAskedForStayInTheStream() throws IOException {
        net.send("one\ntwo\nthree\n");
        AsyncGenerator<String> lines = net.near.lines(UTF_8, 100);
        assertTrue(net.run(lines.next()));
        assertEquals("one", lines.current());
        assertEquals("two", line(100));
        net.act(lines::close);
        assertEquals("three", line(100));
    }

    @Test
    void aCancelledWaitForALineLeavesItsBytesInTheStream() throws IOException {
        AsyncGenerator<String> lines = net.near.lines(UTF_8, 100);
        ScheduledTask<Boolean> waiting = net.start(lines.next());
        net.feed("on");
        waiting.cancel();
        assertThrows(CancellationException.class, () -> net.run(waiting));
        assertFalse(net.run(lines.next()));
        net.send("e\n");
        assertEquals("one", line(100));
    }

    @Test
    void aLineBeyondTheLimitEndsTheGeneratorAndNotTheStream() throws IOException {
        net.send("one\nlonger\n");
        AsyncGenerator<String> lines = net.near.lines(UTF_8, 5);
        assertTrue(net.run(lines.next()));
        assertThrows(LimitOverrunException.class, () -> net.run(lines.next()));
        assertFalse(net.run(lines.next()));
        assertEquals("longer", line(100));
        assertEquals("generator lines of " + net.near, lines.toString());
    }

    @Test
    void manyLinesComeThroughInOrder() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("line ").append(i).append(i % 2 == 0 ? "\n" : "\r\n");
        }
        ScheduledTask<List<String>> reading =
                net.loop.spawn(net.near.lines(UTF_8, 100).toList());
        net.send(bytes(text.toString()));
        net.end();
        List<String> lines = net.run(reading);
        assertEquals(20_000, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertEquals("line " + i, lines.get(i));
        }
    }
}
