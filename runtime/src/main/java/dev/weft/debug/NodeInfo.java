// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster that a dump knows of.
 *
 * @param node its name; in a dump of several nodes none has the same
 * @param address where it is
 * @param pid the process that is the node; null if it has not answered
 * @param weft the version of its Weft; null if it has not answered
 * @param problem why the dump has none of its tasks, for people; null if it has them
 */
public record NodeInfo(
        String node,
        String address,
        @Nullable Long pid,
        @Nullable String weft,
        @Nullable String problem) {
    /**
     * Refuses a missing name or address.
     *
     * @param node see {@link #node}
     * @param address see {@link #address}
     * @param pid see {@link #pid}
     * @param weft see {@link #weft}
     * @param problem see {@link #problem}
     */
    public NodeInfo {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
    }

    /** The same node under another name, as of two of one name. */
    NodeInfo named(String name) {
        return new NodeInfo(name, address, pid, weft, problem);
    }
}
