// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a cluster has answered when it was asked for a dump, or why it has not.
 *
 * @param node the node
 * @param address where it is, for people
 * @param json its dump as JSON, taken by the node itself; null if it has given none
 * @param problem why there is none, for people: {@code nothing within 1 s}; null if there is one
 */
public record MemberDump(
        String node,
        String address,
        @Nullable String json,
        @Nullable String problem) {
    /**
     * Refuses what is missing, and an entry with neither a dump nor a problem, or with both.
     *
     * @param node see {@link #node}
     * @param address see {@link #address}
     * @param json see {@link #json}
     * @param problem see {@link #problem}
     */
    public MemberDump {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
        if ((json == null) == (problem == null)) {
            throw new IllegalArgumentException("Node " + node + " has either given a dump or a reason why not.");
        }
    }
}
