// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host: so many places for requests, and what is kept between two of them, of which the one that was used last goes
 * first. A place and a connection are two things, so that who has the place opens the connection, and learns why that fails. Loop thread only.
 */
final class HostPool {
    private final Origin origin;
    private final ClientOptions.Values options;
    private final EventLoop loop;
    private final Consumer<HostPool> whenEmpty;
    private final Semaphore places;
    private final ArrayDeque<ClientConnection> kept = new ArrayDeque<>();
    private final Waiter sweep = this::sweep;
    private final Unread unread;

    /** Set while something is kept. */
    private @Nullable Awaitable<Void> sweeping;

    private boolean isClosed;

    HostPool(Origin origin, ClientOptions.Values options, EventLoop loop, Consumer<HostPool> whenEmpty) {
        this.origin = origin;
        this.options = options;
        this.loop = loop;
        this.whenEmpty = whenEmpty;
        this.unread = new Unread(loop, options.unread);
        this.places = Semaphore.bounded("connections to " + origin, options.maxConnections);
    }

    /** Places that somebody has, or is just being given. */
    int active() {
        return options.maxConnections - places.available();
    }

    int idle() {
        return kept.size();
    }

    int waiting() {
        return places.statistics().waiting();
    }

    /** Its responses that nobody reads just now. */
    Unread unread() {
        return unread;
    }

    /** Suspends until there is a place. Cancel-safe. */
    @Async
    Task<Place> place(Progress progress) throws ClientException {
        if (!places.tryAcquire()) {
            int waiting = waiting();
            if (waiting >= options.maxWaiting) {
                throw progress.failed(
                        waiting + " requests wait already for one of " + options.maxConnections + " connections to "
                                + origin + "; allow more by maxConnections, or a longer line by maxWaiting",
                        null);
            }
            await(places.acquire());
        }
        return Task.of(new Place(this));
    }

    /** Takes a connection that was kept; null if there is none that can be used. */
    @Nullable
    ClientConnection takeKept() {
        for (ClientConnection last = kept.pollLast(); last != null; last = kept.pollLast()) {
            if (loop.nanoTime() - last.idleSince < options.idle.toNanos() && last.isQuiet()) {
                return last;
            }
            last.close();
        }
        return null;
    }

    /** Makes room for another connection, in place of one that was kept. */
    void makeRoom() {
        if (active() + kept.size() > options.maxConnections) {
            kept.removeFirst().close();
        }
    }

    /** Gives a place back, with a connection that can be used again. */
    void giveBack(@Nullable ClientConnection connection) {
        if (connection != null && !isClosed) {
            connection.idleSince = loop.nanoTime();
            connection.input.ends();
            kept.addLast(connection);
            sweepAfter(options.idle.toNanos());
        } else if (connection != null) {
            connection.close();
        }
        places.release();
        tellIfEmpty();
    }

    private void tellIfEmpty() {
        if (active() == 0 && kept.isEmpty() && waiting() == 0) {
            whenEmpty.accept(this);
        }
    }

    private void sweepAfter(long nanos) {
        if (sweeping == null) {
            sweeping = sleep(Duration.ofNanos(nanos));
            sweeping.subscribe(sweep);
        }
    }

    /** Closes what nobody has used for too long. */
    private void sweep() {
        sweeping = null;
        long now = loop.nanoTime();
        while (!kept.isEmpty() && now - kept.getFirst().idleSince >= options.idle.toNanos()) {
            kept.removeFirst().close();
        }
        if (!kept.isEmpty()) {
            sweepAfter(kept.getFirst().idleSince + options.idle.toNanos() - now);
        }
        tellIfEmpty();
    }

    /** Closes what is kept now, and what is given back later. */
    void close() {
        isClosed = true;
        kept.forEach(ClientConnection::close);
        kept.clear();
        if (sweeping != null) {
            Objects.requireNonNull(sweeping).withdraw(sweep);
            sweeping = null;
        }
    }

    Origin origin() {
        return origin;
    }

    /** For messages. */
    @Override
    public String toString() {
        return origin + ", " + active() + " in use, " + kept.size() + " kept";
    }
}
