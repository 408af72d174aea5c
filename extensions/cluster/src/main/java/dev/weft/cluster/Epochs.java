// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The epochs that this node went through while it held on to its entities, and those that it has agreed with for others. A node that goes on
 * with its entities in another epoch must not have missed one in which they may have been somebody else's; so whoever agrees says with what
 * else it has agreed of late (decision 71). Loop thread only.
 */
final class Epochs {
    private static final int MOST_REMEMBERED = 64;

    private final long memory;
    private final Set<String> gone = new HashSet<>();

    /** When this node last agreed with which. */
    private final Map<String, Long> agreed = new LinkedHashMap<>();

    /** Makes it remember what it has agreed with for as long as anybody could act on that. */
    Epochs(long memory) {
        this.memory = memory;
    }

    // ------------------------------------------------------------------ as the one who is asked

    /** Agrees with one, and says with which others it has. */
    byte @Nullable [] agree(String epoch, long now) {
        agreed.values().removeIf(last -> now - last > memory);
        List<String> others =
                agreed.keySet().stream().filter(other -> !other.equals(epoch)).toList();
        agreed.put(epoch, now);
        dropEldest(agreed.keySet());
        return others.isEmpty()
                ? null
                : Wire.bytes(256, out -> {
                    out.writeInt(others.size());
                    for (String other : others) {
                        out.writeUTF(other);
                    }
                });
    }

    static Set<String> read(byte @Nullable [] others) throws IOException {
        Set<String> epochs = new HashSet<>();
        if (others != null) {
            DataInputStream in = Wire.read(others);
            for (int left = in.readInt(); left > 0; left--) {
                epochs.add(in.readUTF());
            }
        }
        return epochs;
    }

    private static void dropEldest(Collection<String> epochs) {
        Iterator<String> eldest = epochs.iterator();
        while (epochs.size() > MOST_REMEMBERED) {
            eldest.next();
            eldest.remove();
        }
    }

    // ------------------------------------------------------------------ as the one who asks

    /** It is in one from now on, and keeps what it has. */
    void goThrough(Stream<String> epochs) {
        if (gone.size() > MOST_REMEMBERED) {
            gone.clear(); // it then gives up what it has when it need not
        }
        epochs.forEach(gone::add);
    }

    /** It has nothing to hold on to. */
    void begin(String epoch) {
        gone.clear();
        gone.add(epoch);
    }

    /** Whether this node was in it, or owned there what it owns in its present view. */
    boolean hasGoneThrough(String epoch, String view, String self) {
        return gone.contains(epoch) || (epoch.startsWith(view + ' ') && (epoch + ' ').contains(' ' + self + '='));
    }
}
