// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;

/**
 * Who was with whom before groups of members became one. A process that was stopped for long comes back with the view that it had then, in
 * which all others are; they have gone on without it, and have ended all that was between them and it. So it has to know.
 */
final class Subgroups {
    private Subgroups() {}

    /** Returns the members that were in the same group as one, itself included. */
    static List<Address> with(Address self, MergeView merged) {
        View own = of(self, merged);
        return merged.getMembers().stream()
                .filter(member -> own == null ? member.equals(self) : own.equals(of(member, merged)))
                .toList();
    }

    /** The group that a member was in last: each of its views had a higher id than the one before. */
    private static @Nullable View of(Address member, MergeView merged) {
        View last = null;
        for (View group : merged.getSubgroups()) {
            if (group.containsMember(member)
                    && (last == null || group.getViewId().compareToIDs(last.getViewId()) > 0)) {
                last = group;
            }
        }
        return last;
    }
}
