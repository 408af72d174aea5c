// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;
import dev.weft.net.Connection;

/**
 * Speaks another protocol over a connection that began with HTTP: an {@code @Async} method is one. Runs in the task of the connection, on its
 * loop. No limit of {@link HttpOptions} is for it, and nobody looks whether the peer goes away: that is the protocol's.
 */
@FunctionalInterface
public interface Upgrade {
    /**
     * Serves the connection, from the first byte behind the HTTP on. It is closed when this ends.
     *
     * @param connection the connection; not null
     * @return a task that ends when all is said; not null
     * @throws Exception what the protocol cannot do: it is logged, but for an {@link java.io.IOException} when the connection is lost
     */
    Task<Void> serve(Connection connection) throws Exception;

    /**
     * The server {@linkplain HttpServer#stop stops}: the protocol is to come to its end. What has not ended when the time of grace is over is
     * cancelled; that is all which happens by default. On the loop of the connection, at most once, while {@link #serve} runs.
     */
    default void drain() {}
}
