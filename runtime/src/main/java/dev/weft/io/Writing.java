// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** A write to a stream, whose result is that it has ended. */
abstract class Writing extends Operation<Void> {
    Writing(StreamDuplex stream) {
        super(stream, SelectionKey.OP_WRITE);
    }

    final StreamDuplex stream() {
        return (StreamDuplex) duplex();
    }

    /** What takes the bytes, of which the rest waits. */
    final Transport output() throws IOException {
        return stream().outputOfWaiting();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected final Void value() {
        return null;
    }
}
