// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamEnds.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Limits of the time in which nothing happens on a stream, in virtual time. Behaviours of Netty's {@code IdleStateHandlerTest}; those of both
 * ways at once, and of a reader that takes a little now and then, are with {@link StreamCopyTest}.
 */
@Timeout(60) // what a broken loop would wait for never comes
class IdleTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension
    final StreamEnds net;

    IdleTest() throws IOException {
        net = new StreamEnds(StreamEnds.Kind.MEMORY);
    }

    /** What is awaited. */
    private interface Operation {
        Awaitable<?> begin() throws Exception;
    }

    private void requireIdle(Operation operation) {
        long began = net.loop.nanoTime();
        assertThrows(TimeoutException.class, () -> net.run(Weft.waitFor(operation.begin(), LIMIT)));
        assertEquals(
                LIMIT.toSeconds(), Duration.ofNanos(net.loop.nanoTime() - began).toSeconds());
    }

    /** Netty: testReaderIdle, which is told again for each time that is over. */
    @Test
    void aReaderIsIdleAsOftenAsItsTimeIsOverAndMissesNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            requireIdle(() -> net.near.readExactly(2));
        }
        net.send("a");
        requireIdle(() -> net.near.readExactly(2));
        net.send("b");
        assertEquals("ab", new String(net.run(net.near.readExactly(2)), UTF_8));
    }

    /** Netty: testWriterIdle. The buffer knows how far it came, and the next write goes on from there. */
    @Test
    void aWriterIsIdleAsOftenAsItsTimeIsOverAndGoesOn() throws IOException {
        byte[] sent = StreamEnds.pattern(net.much());
        ByteBuffer source = ByteBuffer.wrap(sent);
        for (int i = 0; i < 3; i++) {
            requireIdle(() -> net.near.write(source));
        }
        int held = source.position();
        assertTrue(held > 0 && held < sent.length, () -> held + " bytes");
        ScheduledTask<byte[]> reading = net.loop.spawn(net.far.readExactly(sent.length));
        net.run(net.near.write(source));
        assertArrayEquals(sent, net.run(reading));
    }

    /** Netty: testReaderNotIdle, testWriterNotIdle and testAllNotIdle. */
    @Test
    void whatHappensInTimeBeginsTheTimeAnew() throws Exception {
        ScheduledTask<Void> echo = net.start(Weft.timeout(
                LIMIT,
                scope -> Script.of((step, last) -> {
                    if (step > 0) {
                        scope.renew();
                    }
                    Object got = last.get();
                    return step % 2 == 0 ? net.near.read(1) : net.near.write((byte[]) Objects.requireNonNull(got));
                })));
        for (int i = 0; i < 10; i++) {
            net.run(Weft.sleep(LIMIT.minusSeconds(1)));
            net.run(net.far.write(bytes("x")));
            assertEquals("x", new String(net.run(net.far.readExactly(1)), UTF_8));
        }
        long began = net.loop.nanoTime();
        assertThrows(TimeoutException.class, () -> net.run(echo));
        assertEquals(
                LIMIT.toSeconds(), Duration.ofNanos(net.loop.nanoTime() - began).toSeconds());
    }
}
