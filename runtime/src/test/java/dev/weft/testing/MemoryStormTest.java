// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.support.Scale;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes through links of all kinds, with many seeds. */
@Timeout(600) // what a broken network would wait for never comes
class MemoryStormTest {
    /** A link of any kind that breaks nothing. */
    private static Link link(Random random) {
        Link link = Link.normal().capacity(1 + random.nextInt(64)).splits(random.nextInt(5) / 4.0);
        return random.nextBoolean() ? link : link.latency(Duration.ofNanos(random.nextInt(3)), Duration.ofMillis(5));
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Writes some bytes in pieces, then the end. */
    private static Task<Void> write(Connection connection, byte[] bytes, Random random) {
        int[] written = {0};
        return Script.of((step, last) -> {
            last.get();
            int count = Math.min(bytes.length - written[0], 1 + random.nextInt(50));
            if (count == 0) {
                connection.shutdownOutput();
                return null;
            }
            written[0] += count;
            return connection.write(java.util.Arrays.copyOfRange(bytes, written[0] - count, written[0]));
        });
    }

    /** Reads to the end, by reads of any kind, some of which are given up. */
    private static Task<byte[]> read(Connection connection, Random random, StringBuilder trace) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean[] limited = {false};
        return Script.of((step, last) -> {
            if (step > 0 && !(limited[0] && last.failure() instanceof java.util.concurrent.TimeoutException)) {
                byte[] bytes = (byte[]) Objects.requireNonNull(last.get());
                trace.append(bytes.length).append(' ');
                if (bytes.length == 0) {
                    return all.toByteArray();
                }
                all.write(bytes, 0, bytes.length);
            }
            Awaitable<byte[]> read = connection.read(1 + random.nextInt(40));
            limited[0] = random.nextInt(4) == 0;
            return limited[0] ? Weft.waitFor(read, Duration.ofNanos(1 + random.nextInt(2_000_000))) : read;
        });
    }

    private static String run(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder trace = new StringBuilder();
        try (EventLoop loop = EventLoop.simulated(seed)) {
            MemoryNetwork network = new MemoryNetwork(loop);
            MemoryNetwork.Pair pair = network.pair();
            network.link("left", "right", link(random));
            network.link("right", "left", link(random));
            byte[] there = bytes(random);
            byte[] back = bytes(random);
            var read = loop.run(Weft.gather(
                    write(pair.left(), there, new Random(seed)),
                    read(pair.right(), new Random(seed), trace),
                    write(pair.right(), back, new Random(seed)),
                    read(pair.left(), new Random(seed), trace)));
            assertArrayEquals(there, read.second(), "seed " + seed);
            assertArrayEquals(back, read.fourth(), "seed " + seed);
            return trace.append(loop.nanoTime()).toString();
        }
    }

    @Test
    void bytesArriveWholeAndInOrderWhateverTheSplits() throws IOException {
        for (long seed = 0; seed < Scale.of(500, 10_000); seed++) {
            run(seed);
        }
    }

    @Test
    void theSameSeedGivesTheSamePiecesAtTheSameTimes() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(run(seed), run(seed));
            assertNotEquals(run(seed), run(~seed));
        }
    }
}
