// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import org.jspecify.annotations.Nullable;

/** To the owner of an entity, over the lane that there is while something is under way to it. */
final class LaneRoute implements Route {
    private final Node node;
    private final String kind;
    private final String id;
    private @Nullable Lane lane;

    LaneRoute(Node node, String kind, String id) {
        this.node = node;
        this.kind = kind;
        this.id = id;
    }

    @Override
    public void send(Ask<?> ask) {
        Lane taken = node.lanes().to(kind, id);
        lane = taken;
        taken.send(ask);
    }

    @Override
    public boolean refused(Ask<?> ask, Peer by, Answer refusal) {
        return lane != null && lane.refused(ask, by, refusal);
    }

    @Override
    public void ended(Ask<?> ask) {
        if (lane != null) {
            lane.ended(ask);
        }
    }
}
