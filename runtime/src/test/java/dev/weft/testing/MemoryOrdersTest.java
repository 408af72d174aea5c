// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The orders of what a network in memory does: as many as there are things that happen, and an end of them. */
@Timeout(60)
class MemoryOrdersTest {
    private static Connection[] pair() {
        MemoryNetwork network = new MemoryNetwork();
        network.link(Link.normal().splits(0).capacity(2));
        MemoryNetwork.Pair pair = network.pair();
        return new Connection[] {pair.left(), pair.right()};
    }

    /** Writes as many bytes, and reads until the end. */
    private static Task<Integer> carries(int count) throws IOException {
        Connection[] ends = pair();
        Weft.spawn("writer", ends[0].write(new byte[count]));
        return readsAll(ends[1], count);
    }

    private static Task<Integer> readsAll(Connection from, int count) {
        int[] read = {0};
        return Script.of((step, last) -> {
            if (step > 0) {
                read[0] += ((byte[]) Objects.requireNonNull(last.get())).length;
            }
            return read[0] == count ? (Object) count : from.read(10);
        });
    }

    private static void assertHasAnEnd(int mostOrders, Exploration found) {
        found.orThrow();
        assertTrue(found.isExhaustive(), found::toString);
        assertTrue(found.tried() <= mostOrders, found::toString);
    }

    @Test
    void aWriteAndAReadHaveAFewOrders() {
        assertHasAnEnd(50, Explorer.allOrders().steps(40).explore(() -> carries(2)));
    }

    /** The writer waits for room, and is told of it. */
    @Test
    void aWriteThatWaitsForRoomHasAnEndOfThemToo() {
        assertHasAnEnd(2_000, Explorer.allOrders().steps(80).explore(() -> carries(3)));
    }

    /** Who reads the end twice is told of it twice. */
    @Test
    void theEndOfAStreamIsReadAgain() {
        assertHasAnEnd(2_000, Explorer.allOrders().steps(80).explore(() -> {
            Connection[] ends = pair();
            ends[0].close();
            return Script.of((step, last) -> step < 3 ? ends[1].read(1) : last.get());
        }));
    }
}
