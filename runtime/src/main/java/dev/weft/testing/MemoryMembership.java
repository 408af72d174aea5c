// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.net.Membership;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The membership of an endpoint in memory in a multicast group. Loop thread only. */
final class MemoryMembership implements Membership {
    private final Groups groups;
    private final InetAddress group;
    final @Nullable InetAddress source;
    private final Set<InetAddress> blocked = new HashSet<>();

    MemoryMembership(Groups groups, InetAddress group, @Nullable InetAddress source) {
        this.groups = groups;
        this.group = group;
        this.source = source;
    }

    boolean takesFrom(InetAddress sender) {
        return source == null ? !blocked.contains(sender) : source.equals(sender);
    }

    @Override
    public InetAddress group() {
        return group;
    }

    @Override
    public void block(InetAddress sender) {
        groups.requireJoined(this, "block(...)");
        if (source != null) {
            throw new IllegalStateException("block(...): the membership in " + group.getHostAddress() + " is for "
                    + source.getHostAddress() + " only; leave() it");
        }
        Groups.requireSource(group, sender);
        blocked.add(sender);
    }

    @Override
    public void unblock(InetAddress sender) {
        groups.requireJoined(this, "unblock(...)");
        if (!blocked.remove(Objects.requireNonNull(sender, "source"))) {
            throw new IllegalStateException("unblock(...): " + sender.getHostAddress() + " is not blocked");
        }
    }

    @Override
    public void leave() {
        groups.leave(this);
    }
}
