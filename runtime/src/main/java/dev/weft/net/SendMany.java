// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Operation;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.List;

/** The sending of several datagrams, one after the other. */
final class SendMany extends Operation<Void> {
    /** How many are sent before others get their turn. */
    private static final int BURST = 256;

    private final Outgoing outgoing;
    private List<Datagram> datagrams;
    private int sent;

    SendMany(Outgoing outgoing, List<Datagram> datagrams) {
        super(outgoing.duplex, SelectionKey.OP_WRITE);
        this.outgoing = outgoing;
        this.datagrams = datagrams;
    }

    /** A burst that is over waits, as one for which there is no room: it goes on in the next turn. */
    @Override
    protected boolean attempt() throws IOException {
        for (int left = BURST; sent < datagrams.size() && left > 0; ) {
            int count = sendSome(left);
            if (count == 0) {
                return false;
            }
            sent += count;
            left -= count;
        }
        return sent == datagrams.size();
    }

    private int sendSome(int most) throws IOException {
        int together = outgoing.sendMany(datagrams.subList(sent, Math.min(sent + most, datagrams.size())));
        if (together >= 0) {
            return together;
        }
        Datagram next = datagrams.get(sent);
        return outgoing.send(next.payload(), next.peer()) ? 1 : 0;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected void usedUp() {
        datagrams = List.of();
    }

    @Override
    protected String method() {
        return "sendMany";
    }
}
