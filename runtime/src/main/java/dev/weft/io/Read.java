// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.channels.SelectionKey;

/**
 * A read of a stream.
 *
 * @param <T> what awaiting it gives
 */
abstract class Read<T> extends Operation<T> {
    Read(StreamDuplex stream) {
        super(stream, SelectionKey.OP_READ);
    }

    /** The stream: a cast, and no field, for each connection that waits has one of these. */
    final StreamDuplex stream() {
        return (StreamDuplex) duplex();
    }
}
