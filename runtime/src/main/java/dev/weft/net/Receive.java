// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Operation;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The receiving of one datagram. */
final class Receive extends Operation<Datagram> {
    private final Incoming incoming;
    private @Nullable Datagram datagram;

    Receive(Incoming incoming) {
        super(incoming.duplex, SelectionKey.OP_READ);
        this.incoming = incoming;
    }

    @Override
    protected boolean attempt() throws IOException {
        datagram = incoming.next();
        return datagram != null;
    }

    @Override
    protected Datagram value() {
        return Objects.requireNonNull(datagram);
    }

    @Override
    protected void usedUp() {
        datagram = null;
    }

    @Override
    public void discard(Datagram unclaimed) {
        incoming.putBack(List.of(unclaimed));
    }
}
