// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Duplex;
import java.io.IOException;
import java.nio.channels.SelectionKey;

/** Both directions of an endpoint of datagrams. Loop thread only. */
final class DatagramDuplex extends Duplex {
    private final DatagramTransport transport;

    /** Whether the transport has said that there is room, and nothing was tried since. */
    private boolean roomSaid;

    DatagramDuplex(DatagramTransport transport) {
        this.transport = transport;
        begin();
    }

    @Override
    protected DatagramTransport endpoint() {
        return transport;
    }

    @Override
    protected String verb(int bit) {
        return bit == SelectionKey.OP_READ ? "receive" : "send";
    }

    @Override
    public void accept(int ready) {
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            roomSaid = true;
        }
        super.accept(ready);
    }

    /** Whether there is room for what has no bytes, which cannot be tried. */
    boolean takeRoomSaid() {
        boolean said = roomSaid;
        roomSaid = false;
        return said;
    }

    @Override
    protected void release() throws IOException {
        transport.close();
    }
}
