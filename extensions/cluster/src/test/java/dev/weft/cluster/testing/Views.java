// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import java.util.stream.Stream;

/** Shows members of a {@link MemoryCluster} views at once that the seed might have shown them. */
public final class Views {
    private final Membership membership;
    private final Seen seen;

    /** Makes a view of some members, later than all with a lower number. */
    public Views(MemoryCluster cluster, long number, String... members) {
        this.membership = cluster.membership();
        this.seen = new Seen(number, Stream.of(members).map(membership::named).toList());
    }

    /** Shows it to one. */
    public void to(String member) {
        membership.named(member).see(seen);
    }
}
