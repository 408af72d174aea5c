// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What goes out on a stream. Loop thread only. */
final class Output {
    final Direction direction;
    private final Transport transport;
    private boolean shutDown;

    Output(Transport transport, Interest interest) {
        this.transport = transport;
        direction = new Direction(interest, SelectionKey.OP_WRITE, "write");
    }

    /** Returns what takes the bytes. */
    Transport open() throws IOException {
        if (shutDown) {
            throw new EndpointClosedException("the output of " + Fence.textOf(transport)
                    + " is shut down: nothing can be written after shutdownOutput()");
        }
        return transport;
    }

    void shutDown() throws IOException {
        direction.requireOpen();
        transport.shutdownOutput();
        shutDown = true;
    }
}
