// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.spi.Reports;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The server of one loop of a group. Any thread, except where the text says otherwise: what is to be done is posted to the loop. */
final class ServerOfLoop {
    private final Listener listener;
    private final Server server;
    private final EventLoop loop;

    ServerOfLoop(Listener listener, ConnectionHandler handler, ServerOptions options, Admission admission) {
        this.listener = listener;
        this.server = new Server(listener, handler, options, admission);
        this.loop = listener.loop();
    }

    /**
     * Has the loop accept. It listens already, so that nobody is refused meanwhile. Its task is spawned here and now, by the code that starts
     * all of them.
     *
     * @throws IllegalStateException if the loop is closed
     */
    void start(Priority priority) {
        ScheduledTask<?> task = server.spawn(priority);
        loop.post(() -> {
            try {
                server.accept(task);
            } catch (Throwable failed) { // the others go on
                Reports.warning("The " + listener + " does not accept on one of its loops", failed);
            }
        });
    }

    InetSocketAddress address() {
        return listener.localAddress();
    }

    int connections() {
        return server.connections();
    }

    /** Has the loop accept no more; does nothing if it is closed. */
    void close() {
        post(server::close);
    }

    /**
     * Waits for something of it, on its loop.
     *
     * @param kind what the task is called that does
     * @param wait what to wait for
     * @param begun is given the task, on the loop's thread; null where the loop is closed, and so there is nothing to wait for
     */
    void await(String kind, Function<Server, Awaitable<Void>> wait, Consumer<@Nullable ScheduledTask<?>> begun) {
        boolean posted = post(() -> begun.accept(waiting(kind, wait)));
        if (!posted) {
            begun.accept(null);
        }
    }

    private @Nullable ScheduledTask<?> waiting(String kind, Function<Server, Awaitable<Void>> wait) {
        try {
            return loop.spawn(kind + " of " + listener, wait.apply(server));
        } catch (IllegalStateException closing) { // the loop, and the server with it
            return null;
        }
    }

    /** False if the loop is closed, and the server with it. */
    private boolean post(Runnable action) {
        try {
            loop.post(action);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return listener.toString();
    }
}
