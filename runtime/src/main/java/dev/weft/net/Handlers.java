// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.spi.Insistent;
import dev.weft.spi.Reports;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CancellationException;

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
            Reports.warning("an accepted connection could not be served: " + channel, failed);
            return;
        }
        try {
            Task<Void> task = handler.handle(connection);
            if (task == null) {
                throw new NullPointerException("the connection handler returned null, not a Task");
            }
            ScheduledTask<Void> serving = loop.spawn("connection " + Addresses.text(connection.peerAddress()), task);
            serving.subscribe((Insistent) () -> ended(connection, serving));
            running++; // it has no turn before this one is over
        } catch (Throwable thrown) { // of user code; the server goes on
            connection.close();
            failed(connection, thrown);
        }
    }

    /** Counts last: what fails before is done again. */
    private void ended(Connection connection, ScheduledTask<Void> serving) {
        connection.close();
        tellFailure(connection, serving);
        running--;
    }

    private static void tellFailure(Connection connection, ScheduledTask<Void> serving) {
        try {
            serving.result();
        } catch (CancellationException cancelled) {
            if (serving.cancelling() == 0) { // not as asked: what it awaited was cancelled by others
                failed(connection, cancelled);
            }
        } catch (Throwable thrown) { // as above
            failed(connection, thrown);
        }
    }

    private static void failed(Connection connection, Throwable thrown) {
        Reports.warning(
                "The handler of the connection from " + Addresses.text(connection.peerAddress()) + " failed", thrown);
    }
}
