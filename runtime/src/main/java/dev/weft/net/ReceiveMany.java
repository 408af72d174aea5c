// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Operation;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The receiving of all datagrams that are there, up to a number. A failure behind the first one is for whoever receives next. */
final class ReceiveMany extends Operation<List<Datagram>> {
    /** How many bytes are received, at most but for the last datagram, before others get their turn. */
    private static final int BURST = 1024 * 1024;

    private final Incoming incoming;
    private final int max;
    private List<Datagram> batch = List.of();

    ReceiveMany(Incoming incoming, int max) {
        super(incoming.duplex, SelectionKey.OP_READ);
        this.incoming = incoming;
        this.max = max;
    }

    @Override
    protected boolean attempt() throws IOException {
        Datagram first = incoming.next();
        if (first == null) {
            return false;
        }
        batch = new ArrayList<>(Math.min(max, 16));
        int bytes = 0;
        for (Datagram next = first; next != null; next = room(bytes) ? nextOrNull() : null) {
            batch.add(next);
            bytes += next.payload().length;
        }
        return true;
    }

    private boolean room(int bytes) {
        return batch.size() < max && bytes < BURST;
    }

    private @Nullable Datagram nextOrNull() {
        try {
            return incoming.next();
        } catch (IOException failed) {
            incoming.keep(failed);
            return null;
        }
    }

    @Override
    protected List<Datagram> value() {
        return batch;
    }

    @Override
    protected void usedUp() {
        batch = List.of();
    }

    @Override
    public void discard(List<Datagram> unclaimed) {
        incoming.putBack(unclaimed);
    }

    @Override
    protected String method() {
        return "receiveMany";
    }
}
