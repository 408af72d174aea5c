// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.spi.Insistent;
import dev.weft.spi.Reports;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tasks that serve the connections of a server. Loop thread only. */
final class Handlers {
    private final EventLoop loop;
    private final Listener listener;
    private final ConnectionHandler handler;
    private final ServerOptions options;
    private final Admission admission;
    private final Waits idle;

    /** Written on the loop's thread alone; others may read what was so a moment before. */
    private volatile int running;

    /** The task of the server, which counts as the spawner; null before it is made, when there is no connection yet. */
    private @Nullable ScheduledTask<?> server;

    Handlers(Listener listener, ConnectionHandler handler, ServerOptions options, Admission admission) {
        this.loop = listener.loop();
        this.listener = listener;
        this.handler = handler;
        this.options = options;
        this.admission = admission;
        this.idle = new Waits(loop, listener, "idle", () -> running == 0);
    }

    /** Says in the name of which task the connections are served. */
    void areSpawnedBy(ScheduledTask<?> serverTask) {
        server = serverTask;
    }

    int running() {
        return running;
    }

    Awaitable<Void> idle() {
        return idle.one();
    }

    /** Cancels those that run. They are looked for among the tasks of the loop: if they were held here, none could be found to be lost. */
    void cancel() {
        loop.spawnedBy(Objects.requireNonNull(server, "server")).forEach(ScheduledTask::cancel);
    }

    /** Takes a connection over, and its place: serves it and closes it. */
    void serve(Connection connection) {
        try {
            options.setOn(connection);
            Serving serving = new Serving(connection); // first, so that nothing can fail behind the spawn
            ScheduledTask<?> task = loop.spawn(serving, taskOf(connection), Objects.requireNonNull(server, "server"));
            task.subscribe(serving);
            serving.begins(); // the task has no turn before this one is over
        } catch (Throwable refused) { // there is no memory, the loop closes, or the peer has gone already
            connection.close();
            admission.giveBack();
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

    static void notServed(Object accepted, Throwable why) {
        Reports.warning("an accepted connection could not be served: " + accepted, why);
    }

    /** A connection that is served, until its task has ended; it names the task, for a million idle ones need a million names for a dump alone. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private final class Serving implements Insistent, Supplier<String> {
        private final Connection connection;
        private boolean runs;

        Serving(Connection connection) {
            this.connection = connection;
        }

        @Override
        public String get() {
            return "connection " + listener.nameOf(connection.peerAddress());
        }

        void begins() {
            runs = true;
            running++;
        }

        /** The task has ended. What breaks off is done again. */
        @Override
        public void wake() {
            connection.close();
            if (runs) {
                runs = false;
                running--;
                admission.release();
            }
            admission.tell();
            if (running == 0) {
                idle.end();
            }
        }
    }
}
