// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import dev.weft.http.Upgrade;
import dev.weft.net.Connection;
import dev.weft.spi.Reports;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket of a server: its handler in the task of the connection, and a task that reads. Loop thread only. */
final class Served implements Upgrade {
    private static final CloseReason STOPS = new CloseReason(CloseReason.GOING_AWAY, "the server stops");

    private final String name;
    private final WebSocketHandler handler;
    private final WebSocketOptions.Values options;
    private final Handshake.Agreed agreed;

    /** Of the handler: none, before the peer has gone. */
    private final TimeoutScope scope = TimeoutScope.never().about(this::toString);

    private boolean isHandled;
    private boolean isDraining;
    private @Nullable Session session;

    Served(String name, WebSocketHandler handler, WebSocketOptions.Values options, Handshake.Agreed agreed) {
        this.name = name;
        this.handler = handler;
        this.options = options;
        this.agreed = agreed;
    }

    @Override
    public void drain() {
        isDraining = true;
        if (session != null) {
            session.drain(STOPS);
        }
    }

    @Override
    @Async
    public Task<Void> serve(Connection connection) {
        Session served = new Session(connection, false, options, agreed);
        session = served;
        if (isDraining) {
            served.drain(STOPS);
        }
        served.whenOver(this::peerHasGone);
        ScheduledTask<Void> reader = spawn("reader of " + name, served.reads());
        try {
            CloseReason end = await(handled(served));
            await(served.finish(end));
        } catch (CancellationException stopped) {
            await(served.abandon(STOPS));
            throw stopped;
        } finally {
            served.close();
            await(reader);
        }
        return Task.done();
    }

    /** Returns what the peer is told at the end. */
    @Async
    private Task<CloseReason> handled(Session served) {
        CloseReason end = new CloseReason(CloseReason.NORMAL, "");
        try {
            await(scope.run(limit -> runs(served)));
        } catch (CancellationException cancelled) {
            if (currentTask().cancelling() > 0) {
                throw cancelled;
            }
            end = failed(cancelled); // it awaited something that was cancelled
        } catch (TimeoutException late) {
            if (!scope.expired()) {
                end = failed(late);
            }
        } catch (WebSocketException over) {
            end = served.ending.isItsOwn() ? end : failed(over);
        } catch (Throwable failed) {
            end = failed(failed);
        }
        return Task.of(end);
    }

    @Async
    private Task<Void> runs(Session served) throws Exception {
        isHandled = true;
        if (served.ending.over.isSet()) {
            scope.reschedule(options.close);
        }
        try {
            await(handler.handle(new WebSocket(served)));
        } finally {
            isHandled = false;
        }
        return Task.done();
    }

    private CloseReason failed(Throwable failure) {
        Reports.warning("The handler of " + name + " failed, and its peer is told 1011", failure);
        return new CloseReason(CloseReason.FAILED, "");
    }

    private void peerHasGone() {
        if (isHandled && !scope.expired()) {
            scope.reschedule(options.close);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return name;
    }
}
