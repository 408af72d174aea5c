// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

/** Refuses one buffer in two places of a write: a buffer has its bytes once, and is at its limit behind them. */
final class Distinct {
    private Distinct() {}

    /**
     * Refuses what cannot be written together.
     *
     * @throws IllegalArgumentException if one that has bytes is there twice
     */
    static void require(ByteBuffer[] sources, String parameter, Object stream) {
        for (ByteBuffer source : Objects.requireNonNull(sources, parameter)) {
            Objects.requireNonNull(source, parameter);
        }
        if (sources.length == 2 ? isTwice(sources[0], sources[1]) : sources.length > 2 && hasOneTwice(sources)) {
            throw new IllegalArgumentException(
                    "write(...) of " + Fence.textOf(stream)
                            + ": one buffer was given twice, and its bytes can be sent once; give its duplicate() the second time");
        }
    }

    @SuppressWarnings("ReferenceEquality") // equal bytes in two buffers are well
    private static boolean isTwice(ByteBuffer one, ByteBuffer other) {
        return one == other && one.hasRemaining();
    }

    private static boolean hasOneTwice(ByteBuffer[] sources) {
        Set<ByteBuffer> seen = Collections.newSetFromMap(new IdentityHashMap<>(sources.length));
        for (ByteBuffer source : sources) {
            if (source.hasRemaining() && !seen.add(source)) {
                return true;
            }
        }
        return false;
    }
}
