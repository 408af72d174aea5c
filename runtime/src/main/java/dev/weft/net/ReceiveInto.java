// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The receiving of one datagram into a buffer of the user. */
final class ReceiveInto extends Operation<Arrival> {
    private final Incoming incoming;
    private @Nullable ByteBuffer target;
    private @Nullable Arrival arrival;

    ReceiveInto(Incoming incoming, ByteBuffer target) {
        super(incoming.duplex, SelectionKey.OP_READ);
        this.incoming = incoming;
        this.target = target;
    }

    @Override
    protected boolean attempt() throws IOException {
        arrival = incoming.next(Objects.requireNonNull(target));
        return arrival != null;
    }

    @Override
    protected Arrival value() {
        return Objects.requireNonNull(arrival);
    }

    @Override
    protected void usedUp() {
        target = null;
    }
}
