// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Operation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** The sending of one datagram. */
final class Send extends Operation<Void> {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final Outgoing outgoing;
    private final @Nullable InetSocketAddress to;
    private ByteBuffer payload;

    /** One to an address, or to the peer with which the endpoint is connected. */
    Send(Outgoing outgoing, ByteBuffer payload, @Nullable InetSocketAddress to) {
        super(outgoing.duplex, SelectionKey.OP_WRITE);
        this.outgoing = outgoing;
        this.payload = payload;
        this.to = to;
    }

    @Override
    protected boolean attempt() throws IOException {
        return outgoing.send(payload, to);
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected void usedUp() {
        payload = NONE;
    }
}
