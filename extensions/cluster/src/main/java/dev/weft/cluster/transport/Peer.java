// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.transport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member of a cluster, for as long as it is one: whoever leaves and joins again is another.
 *
 * @param id what it is told apart by, from all that ever were
 * @param name what people call it; one alone of those that are there has it
 * @param address where it is, for people: {@code 127.0.0.1:7800}
 */
public record Peer(String id, String name, String address) {
    /**
     * Refuses what is missing.
     *
     * @param id see {@link #id}
     * @param name see {@link #name}
     * @param address see {@link #address}
     */
    public Peer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }

    /** Peers are the same if their ids are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Peer peer && peer.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The name and the address. */
    @Override
    public String toString() {
        return name + " " + address;
    }
}
