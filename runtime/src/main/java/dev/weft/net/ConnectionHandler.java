// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Task;

/** What a {@link Server} does with each connection: a reference to an async method, or a lambda that awaits. */
@FunctionalInterface
public interface ConnectionHandler {
    /**
     * Makes the task that serves a connection. Called on the loop's thread when the connection was accepted; must not
     * block. The server spawns the task, as {@code connection 127.0.0.1:8888} with the address of the peer, and closes the connection when
     * the task ends, in whatever way. A failure ends this connection only, and is told as one that nobody sees ({@link
     * dev.weft.EventLoop#setExceptionHandler}).
     *
     * @param connection the new connection, never null; loop thread only
     * @return the task, not null
     * @throws Exception with which the task of the connection fails that there is in its place
     */
    Task<Void> handle(Connection connection) throws Exception;
}
