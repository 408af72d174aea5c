// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Task;
import java.util.function.Function;

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

    /**
     * Returns a handler for a server on several loops that has one handler for each of them, so that what the connections of one loop share
     * needs no lock: {@code Tcp.startServer(group, ConnectionHandler.ofEachLoop(loop -> new Chat(loop)::serve), host, port)}. Any thread.
     *
     * @param make gives the handler of a loop, not null; called on that loop's thread, for its first connection, and again for the next one
     *     if it throws, with which the task of the connection fails then; must not block
     * @return the handler, which forgets that of a loop that closes
     */
    static ConnectionHandler ofEachLoop(Function<? super EventLoop, ? extends ConnectionHandler> make) {
        return new HandlersOfLoops(make);
    }
}
