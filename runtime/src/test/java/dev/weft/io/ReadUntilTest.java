// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.ScheduledTask;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Separators that come in pieces. Behaviours of asyncio's test_streams (readuntil and readexactly), and of tokio's io_read_until. */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class ReadUntilTest {
    @RegisterExtension
    final StreamEnds net;

    ReadUntilTest(StreamEnds.Kind kind) throws IOException {
        net = new StreamEnds(kind);
    }

    private String until(String separator, int max) throws IOException {
        return new String(net.run(net.near.readUntil(bytes(separator), max)), UTF_8);
    }

    @Test
    void leavesWhatComesBehindTheSeparator() throws IOException {
        net.send("lineAAA");
        assertEquals("lineAAA", until("AAA", 100));
        net.send("lineAAAxxx");
        assertEquals("lineAAA", until("AAA", 100));
        assertEquals("xxx", new String(net.run(net.near.readExactly(3)), UTF_8));
    }

    /** Beginnings of the separator that are none, and one that overlaps with the end of a false one. */
    @Test
    void findsASeparatorWhicheverWayItIsCut() throws IOException {
        List<List<String>> all = List.of(
                List.of("QWEaa", "XYaa", "a"),
                List.of("QWEaa", "XYa", "aa"),
                List.of("aaa"),
                List.of("Xaaa"),
                List.of("XXX", "a", "a", "a"));
        for (List<String> pieces : all) {
            ScheduledTask<byte[]> reading = net.start(net.near.readUntil(bytes("aaa"), 100));
            for (String piece : pieces.subList(0, pieces.size() - 1)) {
                net.feed(piece);
            }
            net.send(pieces.get(pieces.size() - 1));
            assertEquals(String.join("", pieces), new String(net.run(reading), UTF_8));
        }
    }

    @Test
    void keepsWhatCameBeforeTheEnd() throws IOException {
        net.send("some dataAA");
        net.end();
        EOFException ended = assertThrows(EOFException.class, () -> until("AAA", 100));
        assertEquals("the stream of " + net.near + " ended after 11 bytes without a separator", ended.getMessage());
        assertThrows(EOFException.class, () -> net.run(net.near.readExactly(12)));
        assertEquals("some dataAA", new String(net.run(net.near.readAll(100)), UTF_8));
    }

    @Test
    void refusesASeparatorThatIsThereAndBeyondTheLimit() throws IOException {
        net.send("some dataAAA");
        assertThrows(LimitOverrunException.class, () -> until("AAA", 3));
        assertThrows(LimitOverrunException.class, () -> until("AAA", 11));
        assertEquals("some dataAAA", until("AAA", 12));
    }

    @Test
    void refusesWhatIsLongerThanTheLimitThoughTheSeparatorHasBegun() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.near.readUntil(bytes("AAA"), 6));
        net.feed("dataA");
        net.send("A");
        assertThrows(LimitOverrunException.class, () -> net.run(reading));
        net.send("A");
        assertEquals("dataAAA", until("AAA", 7));
    }
}
