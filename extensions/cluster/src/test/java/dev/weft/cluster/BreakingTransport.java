// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.Transport;
import java.util.concurrent.CompletionStage;

/** A transport that does what another one does, unless something is thrown before. */
record BreakingTransport(Transport whole, Runnable mayThrow) implements Transport {
    @Override
    public Peer join(String cluster, String node, Receiver receiver) throws Exception {
        mayThrow.run();
        return whole.join(cluster, node, receiver);
    }

    @Override
    public CompletionStage<byte[]> ask(Peer to, byte[] request) {
        mayThrow.run();
        return whole.ask(to, request);
    }

    @Override
    public void tell(Peer to, byte[] message) {
        whole.tell(to, message);
    }

    @Override
    public void leave() {
        whole.leave();
    }

    @Override
    public String toString() {
        return whole.toString();
    }
}
