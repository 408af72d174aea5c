// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The nodes of clusters that are in this process, for dumps: most often one, and several in tests. Any thread. */
public final class ClusterMembers {
    private static volatile List<ClusterMember> present = List.of();

    private ClusterMembers() {}

    /** Takes a node away again that has left its cluster. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** Takes the node away: dumps that are taken after that do not know it. Any thread. Idempotent. */
        @Override
        void close();
    }

    /**
     * Adds a node. Whoever joins a cluster calls it as soon as others can ask the node.
     *
     * @param member the node
     * @return what takes it away again
     */
    public static Registration register(ClusterMember member) {
        Objects.requireNonNull(member, "member");
        change(member, true);
        return () -> change(member, false);
    }

    private static synchronized void change(ClusterMember member, boolean isAdded) {
        List<ClusterMember> changed = new ArrayList<>(present);
        changed.removeIf(known -> known == member);
        if (isAdded) {
            changed.add(member);
        }
        present = List.copyOf(changed);
    }

    /**
     * Returns the nodes. Takes no lock.
     *
     * @return those that there are now, in the order in which they came; unmodifiable, another list after each change
     */
    public static List<ClusterMember> all() {
        return present;
    }
}
