// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.spi.Insistent;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What listens at an address, and the tasks that serve its connections. It shows among the tasks of its loop as {@code server
 * 127.0.0.1:8888}; cancelling that task closes it, and so does the end of the loop.
 *
 * <p>Loop thread only, except where the text says otherwise.
 */
public final class Server implements AutoCloseable {
    private final EventLoop loop;
    private final Listener listener;
    private final Admission admission;
    private final Handlers handlers;
    private final Closing closing;

    /** Does nothing but end with the server. Null until it is spawned. Loop thread only. */
    private @Nullable ScheduledTask<?> task;

    /** All of the closing is done. */
    private volatile boolean closed;

    /** One of those that have their places together. Any thread. */
    Server(Listener listener, ConnectionHandler handler, ServerOptions options, Admission admission) {
        this.loop = listener.loop();
        this.listener = listener;
        this.admission = admission;
        handlers = new Handlers(listener, handler, options, admission);
        closing = new Closing(loop, listener);
    }

    static Server start(EventLoop loop, ConnectionHandler handler, InetSocketAddress address, ServerOptions options)
            throws IOException {
        return start(TcpListener.bind(loop, address, options), handler, options);
    }

    /**
     * Starts a server over what listens, for those who bring another kind of network than TCP. Never suspends. Loop thread only.
     *
     * @param listener brings the connections; the server's from now on, and closed if this fails
     * @param handler makes the task that serves a connection
     * @param options how many connections there may be, and their options; those of the listening socket are the listener's business
     * @return the server
     * @throws IOException if the listener cannot start
     * @throws IllegalStateException if the listener's loop is closed
     */
    public static Server start(Listener listener, ConnectionHandler handler, ServerOptions options) throws IOException {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        try {
            Server server = new Server(listener, handler, options, options.admission());
            server.accept(server.spawn(priorityOfStarter()));
            return server;
        } catch (Throwable failed) { // rethrown
            listener.close();
            throw failed;
        }
    }

    /** The priority of the task that starts a server, which its handlers have too; normal where no task does. Any thread. */
    static Priority priorityOfStarter() {
        try {
            return Weft.currentTask().priority();
        } catch (IllegalStateException noTask) {
            return Priority.NORMAL;
        }
    }

    /** Spawns its task, which shows where the calling code is. Any thread. */
    ScheduledTask<?> spawn(Priority priority) {
        return loop.spawn(toString(), closing.accepting(), priority);
    }

    /** Begins to accept in the name of its task, with which it is closed: if that ends, the loop above all, and if this fails. */
    void accept(ScheduledTask<?> spawned) throws IOException {
        task = spawned;
        handlers.areSpawnedBy(spawned); // before the first connection
        try {
            listener.start(admission, handlers::serve);
            spawned.subscribe((Insistent) this::closeNow);
        } catch (Throwable failed) { // rethrown
            closeNow();
            throw failed;
        }
    }

    /**
     * Returns the address that is listened on, with the port that the system chose. Any thread.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return listener.localAddress();
    }

    /**
     * Returns how many connections are being served. Any thread.
     *
     * @return the number of handlers that have not ended, or on another thread had not a moment before
     */
    public int connections() {
        return handlers.running();
    }

    /**
     * Stops accepting. Handlers that run go on, and keep their connections; {@link #stop} ends them, too. Never suspends. Idempotent, and nothing happens on any thread
     * once it is closed, as when its loop is.
     *
     * @throws IllegalStateException on another thread, if the server is open
     */
    @Override
    public void close() {
        if (!closed) {
            LoopThread.require(loop, "close()", this);
            closeNow();
        }
    }

    /** What breaks off, for want of stack or memory, the next call does. */
    void closeNow() {
        if (!closed) {
            listener.close();
            closing.begin();
            if (task != null) {
                task.cancel(); // it waits until the port is free, and a main task that ends before has not forgotten it
            }
            closed = true;
        }
    }

    /**
     * Suspends until the server is closed and its port is free again; handlers may still run. Cancel-safe: a cancelled
     * wait leaves the server as it is. To be awaited once; call it again for another wait.
     *
     * @return an awaitable without a result
     */
    @CancelSafe
    public Awaitable<Void> closed() {
        return closing.closed();
    }

    /**
     * Suspends until no handler runs. Others may begin to, unless the server is closed. Cancel-safe: a cancelled wait leaves the server as it
     * is. To be awaited once; call it again for another wait.
     *
     * @return an awaitable without a result
     */
    @CancelSafe
    public Awaitable<Void> idle() {
        return handlers.idle();
    }

    /**
     * Stops the server: stops accepting, gives its handlers some time to end, cancels those that have not, and suspends until all have ended
     * and the port is free. Nothing happens before the await. Of several stops the one whose time is over first cancels the handlers.
     *
     * <p>For a task that serves no connection: a handler would wait for itself until it is cancelled. It may spawn this.
     *
     * <p>Cancel-safe: a cancelled stop has closed the server, and leaves the handlers alone.
     *
     * @param grace how long handlers may go on; none if it is zero
     * @return an awaitable without a result, to be awaited once
     * @throws IllegalArgumentException if the time is negative
     */
    @CancelSafe
    public Awaitable<Void> stop(Duration grace) {
        return new Stopping(loop, this, handlers, closing, Stopping.requireGrace(this, grace));
    }

    /** The address, for messages. */
    @Override
    public String toString() {
        return listener.toString();
    }
}
