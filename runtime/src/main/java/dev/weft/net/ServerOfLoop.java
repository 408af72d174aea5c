// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.spi.Reports;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
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
        return server.running();
    }

    /** Has the loop accept no more; does nothing if it is closed. */
    void close() {
        post(server::close);
    }

    /**
     * Stops it, as {@link Server#stop} does.
     *
     * @param begun is given the task that stops it, on the loop's thread; null where there is nothing to stop
     */
    void stop(Duration grace, Consumer<@Nullable ScheduledTask<?>> begun) {
        boolean posted = post(() -> begun.accept(stopping(grace)));
        if (!posted) {
            begun.accept(null);
        }
    }

    private @Nullable ScheduledTask<?> stopping(Duration grace) {
        try {
            return loop.spawn("stop of " + listener, server.stop(grace));
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
