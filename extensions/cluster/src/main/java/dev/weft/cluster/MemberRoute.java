// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;

/** To one member, by its name. */
record MemberRoute(Node node, String member) implements Route {
    @Override
    public void send(Ask<?> ask) {
        Peer peer = node.roster().named(member);
        if (peer == null) {
            ask.end(new NotServed(
                    "Cluster " + node.cluster() + " has no member " + member + ". There are: "
                            + node.roster().names() + ".",
                    null));
        } else {
            node.calls().transmit(ask, peer, 0);
        }
    }

    @Override
    public boolean refused(Ask<?> ask, Peer by, Answer refusal) {
        return false;
    }
}
