// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * What carries the bytes of a {@link ByteStream}: an endpoint that is read and written without blocking. Loop thread only, except where
 * {@link Endpoint} says otherwise.
 *
 * <p>The stream registers once, changes that interest, and never cancels it: what the registration holds goes with {@link #close()}. A
 * failure of {@code read} or {@code write} is that of the operation that met it; the stream stays open, and the next operation tries again.
 */
public interface Transport extends Endpoint, ByteChannel {
    /**
     * Reads what is there, without waiting. Less than there is room for means that there was no more: where the stream has asked for
     * readiness it may then take one look that does not ask here, and wait to be told.
     *
     * @param target where to put the bytes, not null; a direct buffer
     * @return how many; 0 if there are none now, -1 at the end of the stream, each time
     * @throws IOException if the transport failed
     */
    @Override
    int read(ByteBuffer target) throws IOException;

    /**
     * Takes what it has room for, without waiting.
     *
     * @param source the bytes, not null; a direct buffer
     * @return how many it took; 0 if none now
     * @throws IOException if the transport failed
     */
    @Override
    int write(ByteBuffer source) throws IOException;

    /**
     * Sends bytes of a file by the system, without copying them here, and without waiting for room. On a thread of a pool, for it may wait for
     * the disk; one call at a time, unless one was cancelled. {@link #close()} may come in between, and does not wait for it.
     *
     * @param file from which to send, not null
     * @param position of the first byte
     * @param count the most to send, in bytes
     * @return how many bytes it took; 0 if there is no room now, or the file ends at the position; -1, as by default, if this can only be
     *     written: then the stream copies
     * @throws IOException if the transport or the file failed
     */
    default long transferFrom(FileChannel file, long position, long count) throws IOException {
        return -1;
    }

    /**
     * Ends the stream to the peer. Reading goes on. Idempotent.
     *
     * @throws IOException if the transport failed or is closed
     */
    void shutdownOutput() throws IOException;

    /**
     * Closes both directions. The stream tells those who wait. Idempotent.
     *
     * @throws IOException for the log: nobody can do anything about it
     */
    @Override
    void close() throws IOException;

    /**
     * Returns something that is known of this besides its bytes, such as the session of TLS. A transport over another one passes on what it
     * does not know itself. Any thread.
     *
     * @param type what is asked for, not null
     * @return what is known; empty, as by default, if nothing is
     * @param <T> the type of the answer
     */
    default <T> Optional<T> about(Class<T> type) {
        return Optional.empty();
    }
}
