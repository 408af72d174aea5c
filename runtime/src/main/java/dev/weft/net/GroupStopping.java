// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The stop of a server on all its loops, each of which stops its own; whoever waits may be on any thread. */
final class GroupStopping extends SingleUse<Void> {
    private final GroupServer server;
    private final List<ServerOfLoop> servers;
    private final Duration grace;

    /** The tasks that stop the servers, as far as loops have come to it. All that follows is under the lock of this list. */
    private final List<ScheduledTask<?>> stops = new ArrayList<>();

    private int left;
    private boolean isGivenUp;
    private @Nullable Throwable failure;
    private @Nullable Waiter waiting;

    GroupStopping(GroupServer server, List<ServerOfLoop> servers, Duration grace) {
        this.server = server;
        this.servers = servers;
        this.grace = grace;
        this.left = servers.size();
    }

    @Override
    protected void begin(Waiter waiter) {
        synchronized (stops) {
            waiting = waiter;
        }
        servers.forEach(each -> each.stop(grace, this::begun));
    }

    /** On the thread of the loop that stops its server. */
    private void begun(@Nullable ScheduledTask<?> stop) {
        if (stop == null) {
            ended(null);
            return;
        }
        boolean isLate;
        synchronized (stops) {
            stops.add(stop);
            isLate = isGivenUp;
        }
        stop.onComplete((nothing, failed) -> ended(failed));
        if (isLate) {
            stop.cancel();
        }
    }

    /** A loop that closes cancels the stop, and has closed the server. */
    private void ended(@Nullable Throwable failed) {
        Waiter woken;
        synchronized (stops) {
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
        synchronized (stops) {
            if (left == 0 && failure != null) {
                throw new IllegalStateException(server + " could not be stopped", failure);
            }
            return left == 0;
        }
    }

    @Override
    protected void stop() {
        List<ScheduledTask<?>> begun;
        synchronized (stops) {
            isGivenUp = true;
            waiting = null;
            begun = List.copyOf(stops);
        }
        begun.forEach(ScheduledTask::cancel);
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected String operation() {
        return "stop(...) of " + server;
    }

    @Override
    public WaitDescription describe() {
        return Stopping.description(server, server.connections(), grace);
    }
}
