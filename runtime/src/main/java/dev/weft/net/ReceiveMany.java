// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Operation;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

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
        List<Datagram> taken = new ArrayList<>(Math.min(max, 16));
        if (!incoming.take(max, taken)) {
            return false;
        }
        batch = taken;
        int bytes = bytesOf(taken, 0);
        for (int from = taken.size(); from < max && bytes < BURST && hasMore(taken); from = taken.size()) {
            bytes += bytesOf(taken, from);
        }
        return true;
    }

    private static int bytesOf(List<Datagram> datagrams, int from) {
        int bytes = 0;
        for (int i = from; i < datagrams.size(); i++) {
            bytes += datagrams.get(i).payload().length;
        }
        return bytes;
    }

    /** Takes more, if there is more. */
    private boolean hasMore(List<Datagram> taken) {
        try {
            return incoming.mayHaveMore() && incoming.take(max - taken.size(), taken);
        } catch (IOException failed) {
            incoming.keep(failed);
            return false;
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
