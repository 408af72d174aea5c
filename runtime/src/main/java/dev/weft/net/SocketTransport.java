// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Transport;
import java.io.IOException;
import java.net.SocketOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transport that is a socket, or behaves as one: it has options, and can be reset. What a {@link Connection} asks for under whatever lies
 * above it, such as TLS, by {@link Transport#about}. Loop thread only, except where the text says otherwise. No argument may be null.
 */
public interface SocketTransport extends Transport {
    /**
     * Sets an option.
     *
     * @param option which one
     * @param value its value
     * @param <T> the type of the value
     * @throws IOException if the socket is closed, or the system refuses
     * @throws IllegalArgumentException if that is no value of the option
     * @throws UnsupportedOperationException if there is no such option here; the message names those there are
     */
    <T> void setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * Returns the value of an option.
     *
     * @param option which one
     * @param <T> the type of the value
     * @return the value; null if there is none
     * @throws IOException if the socket is closed
     * @throws UnsupportedOperationException if there is no such option here; the message names those there are
     */
    <T> @Nullable T getOption(SocketOption<T> option) throws IOException;

    /**
     * Returns the options that there are here. Any thread.
     *
     * @return the options
     */
    Set<SocketOption<?>> supportedOptions();

    /**
     * Closes the socket and has the peer's reads and writes fail, with what was not sent lost. Idempotent.
     *
     * @throws IOException for the log: the socket is closed all the same
     */
    void reset() throws IOException;
}
