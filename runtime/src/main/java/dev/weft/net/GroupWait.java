// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A wait of a server for something on all its loops, on each of which a task waits for its own; whoever waits may be on any thread. */
final class GroupWait extends SingleUse<Void> {
    private final GroupServer server;
    private final List<ServerOfLoop> servers;

    /** The name of the method that gives it. */
    private final String kind;

    private final Function<Server, Awaitable<Void>> wait;

    /** Of a stop, how long handlers may go on; null otherwise. */
    private final @Nullable Duration grace;

    /** The tasks that wait, as far as loops have come to it. All that follows is under the lock of this list. */
    private final List<ScheduledTask<?>> waits = new ArrayList<>();

    private int left;
    private boolean isGivenUp;
    private @Nullable Throwable failure;
    private @Nullable Waiter waiting;

    private GroupWait(
            GroupServer server,
            List<ServerOfLoop> servers,
            String kind,
            Function<Server, Awaitable<Void>> wait,
            @Nullable Duration grace) {
        this.server = server;
        this.servers = servers;
        this.kind = kind;
        this.wait = wait;
        this.grace = grace;
        this.left = servers.size();
    }

    static GroupWait stop(GroupServer server, List<ServerOfLoop> servers, Duration grace) {
        return new GroupWait(server, servers, "stop", each -> each.stop(grace), grace);
    }

    static GroupWait closed(GroupServer server, List<ServerOfLoop> servers) {
        return new GroupWait(server, servers, "closed", Server::closed, null);
    }

    static GroupWait idle(GroupServer server, List<ServerOfLoop> servers) {
        return new GroupWait(server, servers, "idle", Server::idle, null);
    }

    @Override
    protected void begin(Waiter waiter) {
        synchronized (waits) {
            waiting = waiter;
        }
        servers.forEach(each -> each.await(kind, wait, this::begun));
    }

    /** On the thread of the loop of the server. */
    private void begun(@Nullable ScheduledTask<?> begun) {
        if (begun == null) {
            ended(null);
            return;
        }
        boolean isLate;
        synchronized (waits) {
            waits.add(begun);
            isLate = isGivenUp;
        }
        begun.onComplete((nothing, failed) -> ended(failed));
        if (isLate) {
            begun.cancel();
        }
    }

    /** A loop that closes cancels the wait, and has closed the server. */
    private void ended(@Nullable Throwable failed) {
        Waiter woken;
        synchronized (waits) {
            left--;
            if (failed != null && !(failed instanceof CancellationException) && failure == null) {
                failure = failed;
            }
            woken = left == 0 ? waiting : null;
        }
        if (woken != null) {
            woken.wake();
        }
    }

    @Override
    protected boolean tryComplete() throws Exception {
        synchronized (waits) {
            if (left == 0 && failure != null) {
                throw new IllegalStateException(operation() + " has failed on one of its loops", failure);
            }
            return left == 0;
        }
    }

    @Override
    protected void stop() {
        List<ScheduledTask<?>> running;
        synchronized (waits) {
            isGivenUp = true;
            waiting = null;
            running = List.copyOf(waits);
        }
        running.forEach(ScheduledTask::cancel);
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected String operation() {
        return kind + (grace == null ? "() of " : "(...) of ") + server;
    }

    @Override
    public WaitDescription describe() {
        return grace == null
                ? WaitDescription.of(kind, server.toString())
                : Stopping.description(server, server.connections(), grace);
    }
}
