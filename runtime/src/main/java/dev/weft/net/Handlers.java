// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.spi.Insistent;
import dev.weft.spi.Reports;
import java.nio.channels.SocketChannel;

/** The tasks that serve the connections of a server. Loop thread only. */
final class Handlers {
    private final EventLoop loop;
    private final ConnectionHandler handler;
    private int running;

    Handlers(EventLoop loop, ConnectionHandler handler) {
        this.loop = loop;
        this.handler = handler;
    }

    int running() {
        return running;
    }

    /** Takes an accepted channel over: serves it and closes it. */
    void serve(SocketChannel channel) {
        Connection connection;
        try {
            connection = Connection.over(loop, channel);
        } catch (Throwable failed) { // the peer has gone already, or there is no memory, or the loop closes
            Channels.close(channel);
            notServed(channel, failed);
            return;
        }
        try {
            Insistent onEnd = () -> ended(connection); // first, so that nothing can fail behind the spawn
            loop.spawn("connection " + Addresses.text(connection.peerAddress()), taskOf(connection))
                    .subscribe(onEnd);
            running++; // it has no turn before this one is over
        } catch (Throwable refused) { // there is no memory, or the loop closes
            connection.close();
            notServed(channel, refused);
        }
    }

    /** What the handler throws at once fails the task that it owes, so that it is told as any failure that nobody sees. */
    private Task<Void> taskOf(Connection connection) {
        try {
            Task<Void> task = handler.handle(connection);
            return task != null
                    ? task
                    : Task.failed(new NullPointerException("the connection handler returned null, not a Task"));
        } catch (Throwable thrown) { // of user code; the server goes on
            return Task.failed(thrown);
        }
    }

    /** Counts last: what fails before is done again. */
    private void ended(Connection connection) {
        connection.close();
        running--;
    }

    private static void notServed(SocketChannel channel, Throwable why) {
        Reports.warning("an accepted connection could not be served: " + channel, why);
    }
}
