// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.util.Set;

/**
 * What a node says of itself to all others.
 *
 * @param version counts what it has said of its kinds of entities, so that no two states of them look alike
 * @param services the names of the services that it serves
 * @param kinds the names of the kinds of which it may own entities
 * @param asks whether it wants to hear the same of the other one
 */
record Offer(long version, Set<String> services, Set<String> kinds, boolean asks) {
    static final Offer NOTHING = new Offer(0, Set.of(), Set.of(), false);

    Offer {
        services = Set.copyOf(services);
        kinds = Set.copyOf(kinds);
    }

    Offer asking(boolean isAsking) {
        return new Offer(version, services, kinds, isAsking);
    }
}
