// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.transport;

import java.util.List;
import java.util.Objects;

/**
 * Who is in the cluster, as one of them sees it. In a partition each side has a view of its own.
 *
 * @param id what it is told apart by from all other views of this cluster; members that have the same view have the same id
 * @param peers who is there, in the order in which they came, as all of them see it
 */
public record View(String id, List<Peer> peers) {
    /**
     * Copies the list, and refuses what is missing.
     *
     * @param id see {@link #id}
     * @param peers see {@link #peers}
     */
    public View {
        Objects.requireNonNull(id, "id");
        peers = List.copyOf(peers);
    }
}
