// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import java.util.List;

/** To any member that serves it, each in turn. Who refuses is passed over, as long as others have not been asked. */
record AnyRoute(Node node, String service) implements Route {
    @Override
    public void send(Ask<?> ask) {
        if (!sendOn(ask)) {
            ask.end(new NotServed(
                    "No member of cluster " + node.cluster() + " serves " + service + ". There are: "
                            + node.roster().names() + ".",
                    null));
        }
    }

    @Override
    public boolean refused(Ask<?> ask, Peer by, Answer refusal) {
        return sendOn(ask);
    }

    private boolean sendOn(Ask<?> ask) {
        List<Peer> servers = node.roster().servers(service);
        int first = node.calls().turn();
        for (int i = 0; i < servers.size(); i++) {
            Peer peer = servers.get(Math.floorMod(first + i, servers.size()));
            if (ask.tries(peer)) {
                node.calls().transmit(ask, peer, 0);
                return true;
            }
        }
        return false;
    }
}
