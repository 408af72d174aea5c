// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.net.Datagram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** Where datagrams go from a host: to one other, to those where a group has members, or to all. Loop thread only. */
final class DatagramRoutes {
    private final MemoryNetwork network;
    private final Host from;

    DatagramRoutes(MemoryNetwork network, Host from) {
        this.network = network;
        this.from = from;
    }

    /** The link to the host of an address; to a group or to all it is that of the host to itself. */
    Link linkTo(InetAddress address) {
        Host target = network.hosts().at(address, from);
        return network.linkOf(from.name(), target == null ? from.name() : target.name());
    }

    /** To a host that is none nothing goes, and nobody is there to answer. */
    void toOne(Datagram datagram, InetSocketAddress to, Runnable refused) {
        Host target = network.hosts().at(to.getAddress(), from);
        if (target != null) {
            from.wireTo(target).send(() -> {
                if (!target.datagrams().deliver(datagram, to.getPort())) {
                    target.wireTo(from).send(refused);
                }
            });
        }
    }

    void toGroup(Datagram datagram, InetSocketAddress to, MemoryOptions options) {
        InetAddress group = to.getAddress();
        for (Host each : network.hosts().all()) {
            if (isInReach(each, options) && each.datagrams().hasMember(group, to.getPort())) {
                from.wireTo(each).send(() -> each.datagrams().deliverToGroup(datagram, group, to.getPort()));
            }
        }
    }

    private boolean isInReach(Host other, MemoryOptions options) {
        return other == from
                ? options.is(StandardSocketOptions.IP_MULTICAST_LOOP)
                : options.number(StandardSocketOptions.IP_MULTICAST_TTL) > 0;
    }

    void toAll(Datagram datagram, int port) {
        for (Host each : network.hosts().all()) {
            from.wireTo(each).send(() -> each.datagrams().deliverToAll(datagram, port));
        }
    }
}
