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
    private final ConnectionHandler handler;
    private final ServerOptions options;
    private final Admission admission;
    private final Priority priority;
    private final EventLoop loop;

    /** Null before the loop has come to it, and if that has failed. Written on the loop's thread. */
    private volatile @Nullable Server server;

    ServerOfLoop(
            Listener listener,
            ConnectionHandler handler,
            ServerOptions options,
            Admission admission,
            Priority priority) {
        this.listener = listener;
        this.handler = handler;
        this.options = options;
        this.admission = admission;
        this.priority = priority;
        this.loop = listener.loop();
    }

    /**
     * Has the loop accept. It listens already, so that nobody is refused meanwhile.
     *
     * @throws IllegalStateException if the loop is closed
     */
    void start() {
        loop.post(() -> {
            try {
                server = Server.start(listener, handler, options, admission, priority);
            } catch (Throwable failed) { // the others go on
                Reports.warning("The " + listener + " does not accept on one of its loops", failed);
            }
        });
    }

    InetSocketAddress address() {
        return listener.localAddress();
    }

    int connections() {
        Server present = server;
        return present == null ? 0 : present.running();
    }

    /** Has the loop accept no more; does nothing if it is closed. */
    void close() {
        post(() -> {
            Server present = server;
            if (present != null) {
                present.close();
            }
        });
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
        Server present = server;
        try {
            return present == null ? null : loop.spawn("stop of " + listener, present.stop(grace));
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
