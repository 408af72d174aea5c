// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.Objects;

/**
 * The id of a request from one node of a cluster to another one: no other request of the nodes that live has it. Dumps of several nodes are
 * joined by it.
 *
 * @param node the node that asks
 * @param number which of its requests it is
 */
public record RequestId(String node, long number) {
    /**
     * Refuses a missing node.
     *
     * @param node see {@link #node}
     * @param number see {@link #number}
     */
    public RequestId {
        Objects.requireNonNull(node, "node");
    }

    /** The node and the number: {@code a/17}. */
    @Override
    public String toString() {
        return node + '/' + number;
    }
}
