// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lanes to entities to which something is under way. Loop thread only. */
final class Lanes {
    private record Key(String kind, String id) {}

    private final Node node;
    private final Map<Key, Lane> lanes = new HashMap<>();

    Lanes(Node node) {
        this.node = node;
    }

    Lane to(String kind, String id) {
        return lanes.computeIfAbsent(new Key(kind, id), key -> new Lane(node, kind, id));
    }

    int size() {
        return lanes.size();
    }

    /** Ends what has not been sent. */
    void close() {
        List.copyOf(lanes.values()).forEach(Lane::close);
    }

    void remove(String kind, String id) {
        lanes.remove(new Key(kind, id));
    }
}
