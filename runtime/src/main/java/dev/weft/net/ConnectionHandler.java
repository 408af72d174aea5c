// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Task;

/** What a {@link Server} does with each connection: a reference to an async method, or a lambda that awaits. */
@FunctionalInterface
public interface ConnectionHandler {
    /**
     * Makes the task that serves a connection. Called on the loop's thread when the connection was accepted; must not
     * block. The server spawns the task, and closes the connection when the task ends, in whatever way. A failure is
     * logged, and ends this connection only.
     *
     * @param connection the new connection, never null; loop thread only
     * @return the task, not null
     * @throws Exception which ends this connection, as a failure of the task does
     */
    Task<Void> handle(Connection connection) throws Exception;
}
