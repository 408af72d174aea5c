// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The multicast groups that an endpoint in memory is in. Loop thread only. */
final class Groups {
    private final Object endpoint;
    private final List<MemoryMembership> memberships = new ArrayList<>();

    Groups(Object endpoint) {
        this.endpoint = endpoint;
    }

    MemoryMembership join(InetAddress group, @Nullable InetAddress source) {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("join(...): " + group.getHostAddress() + " is no address of a group");
        }
        if (source != null) {
            requireSource(group, source);
        }
        for (MemoryMembership known : memberships) {
            if (known.group().equals(group) && Objects.equals(known.source, source)) {
                return known;
            }
            if (known.group().equals(group) && (known.source == null || source == null)) {
                throw new IllegalStateException("join(...): " + endpoint + " is in group " + group.getHostAddress()
                        + (source == null ? " for one source" : " for all senders") + "; leave that first");
            }
        }
        MemoryMembership joined = new MemoryMembership(this, group, source);
        memberships.add(joined);
        return joined;
    }

    static void requireSource(InetAddress group, InetAddress source) {
        if (source.isMulticastAddress() || source.isAnyLocalAddress() || source.getClass() != group.getClass()) {
            throw new IllegalArgumentException(source.getHostAddress()
                    + " is no address of a single host of the family of " + group.getHostAddress());
        }
    }

    boolean takes(InetAddress group, InetAddress sender) {
        return memberships.stream().anyMatch(each -> each.group().equals(group) && each.takesFrom(sender));
    }

    boolean has(InetAddress group) {
        return memberships.stream().anyMatch(each -> each.group().equals(group));
    }

    void requireJoined(MemoryMembership membership, String operation) {
        if (!memberships.contains(membership)) {
            throw new IllegalStateException(operation + ": " + endpoint + " has left group "
                    + membership.group().getHostAddress());
        }
    }

    void leave(MemoryMembership membership) {
        memberships.remove(membership);
    }

    void leaveAll() {
        memberships.clear();
    }
}
