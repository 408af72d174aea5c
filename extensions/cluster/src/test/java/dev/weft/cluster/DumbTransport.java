// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells nobody, and has no answer: for tests in which a node speaks to nobody. */
abstract class DumbTransport implements Transport {
    @Override
    public CompletionStage<byte[]> ask(Peer to, byte[] request) {
        return new CompletableFuture<>();
    }

    @Override
    public void tell(Peer to, byte[] message) {}

    @Override
    public void leave() {}
}
