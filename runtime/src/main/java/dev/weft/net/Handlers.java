// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.spi.Insistent;
import dev.weft.spi.Reports;

/** The tasks that serve the connections of a server. Loop thread only. */
final class Handlers {
    private final EventLoop loop;
    private final Listener listener;
    private final ConnectionHandler handler;
    private int running;

    Handlers(Listener listener, ConnectionHandler handler) {
        this.loop = listener.loop();
        this.listener = listener;
        this.handler = handler;
    }

    int running() {
        return running;
    }

    /** Takes a connection over: serves it and closes it. */
    void serve(Connection connection) {
        try {
            Insistent onEnd = () -> ended(connection); // first, so that nothing can fail behind the spawn
            loop.spawn("connection " + listener.nameOf(connection.peerAddress()), taskOf(connection))
                    .subscribe(onEnd);
            running++; // it has no turn before this one is over
        } catch (Throwable refused) { // there is no memory, or the loop closes
            connection.close();
            notServed(connection, refused);
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

    static void notServed(Object accepted, Throwable why) {
        Reports.warning("an accepted connection could not be served: " + accepted, why);
    }
}
