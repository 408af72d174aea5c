// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number of the last thing that each member has sent. They come in order, so what has not a higher one came before, and is not to be done
 * again: a transport sends once more what it does not know to have arrived when a connection is made anew. Any thread.
 */
final class Numbers {
    /** How many of those who left are remembered. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Map<Peer, Long> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Peer, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Whether it comes for the first time; from then on it has come. */
    synchronized boolean isFirst(Peer from, long number) {
        Long before = last.get(from);
        if (before != null && before >= number) {
            return false;
        }
        last.put(from, number);
        return true;
    }
}
