// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to connect to several addresses of one host, the next of which begins when the last one has failed, or has had no outcome for some
 * time (RFC 8305). The first that is connected wins, and the others are closed. Loop thread only.
 */
final class Race {
    /** How long after a Unix server had no room in its backlog it is asked again. TCP asks again by itself. */
    private static final Duration WHILE_FULL = Duration.ofMillis(10);

    private final EventLoop loop;
    private final String target;
    private final ConnectOptions options;

    /** Who is to ask again: when an attempt has an outcome, or the next is to begin. */
    private final Waiter waiter;

    private final Queue<SocketAddress> untried = new ArrayDeque<>();
    private final List<ConnectAttempt> running = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();

    /** Ends when the next attempt is to begin; null if none is left, or one may begin at once. */
    private @Nullable Awaitable<Void> delay;

    private boolean isOver;

    Race(
            EventLoop loop,
            String target,
            Collection<? extends SocketAddress> addresses,
            ConnectOptions options,
            Waiter waiter) {
        this.loop = loop;
        this.target = target;
        this.options = options;
        this.waiter = waiter;
        untried.addAll(addresses);
    }

    /**
     * Goes on as far as it goes now.
     *
     * @return the connection; null if there is no outcome yet
     * @throws ConnectException if all have failed
     */
    @Nullable
    Connection advance() throws ConnectException {
        while (true) {
            Connection winner = finished();
            if (winner != null) {
                close();
                return winner;
            }
            if (running.isEmpty() && untried.isEmpty()) {
                throw refused();
            }
            if (untried.isEmpty() || !isTurnOfNext()) {
                return null;
            }
            start(untried.remove());
        }
    }

    /** Asks all that run; those that have failed are told of, and do not hold up the next. */
    private @Nullable Connection finished() {
        for (Iterator<ConnectAttempt> each = running.iterator(); each.hasNext(); ) {
            ConnectAttempt attempt = each.next();
            try {
                Connection connection = attempt.finish();
                if (connection != null) {
                    each.remove();
                    return connection;
                }
            } catch (IOException failed) {
                each.remove();
                failed(attempt.address(), failed);
            }
        }
        return null;
    }

    private boolean isTurnOfNext() {
        return delay == null || delay.isReady();
    }

    private void start(SocketAddress address) {
        endDelay();
        try {
            running.add(ConnectAttempt.start(loop, address, options, waiter));
        } catch (IOException failed) {
            if (UnixAddresses.isFull(address, failed)) {
                untried.add(address);
                delay(WHILE_FULL);
            } else {
                failed(address, failed);
            }
            return;
        }
        if (!untried.isEmpty()) {
            delay(options.attemptDelay());
        }
    }

    private void delay(Duration time) {
        Awaitable<Void> sleep = Weft.sleep(time);
        delay = sleep;
        loop.post(() -> beginDelay(sleep));
    }

    /** In a turn of its own, where no coroutine runs: that would be the one who waits. */
    private void beginDelay(Awaitable<Void> sleep) {
        if (!isOver && delay == sleep) {
            sleep.subscribe(waiter);
        }
    }

    private void endDelay() {
        Awaitable<Void> sleep = delay;
        delay = null;
        if (sleep != null) {
            sleep.withdraw(waiter);
        }
    }

    private void failed(SocketAddress address, IOException failed) {
        endDelay();
        reasons.add(UnixAddresses.textOf(address) + ": " + UnixAddresses.reason(failed, address));
        failures.add(failed);
    }

    private ConnectException refused() {
        String host = failures.size() == 1 ? "" : target + ": ";
        ConnectException refused = new ConnectException("cannot connect to " + host + String.join("; ", reasons));
        refused.initCause(failures.get(0));
        failures.stream().skip(1).forEach(refused::addSuppressed);
        return refused;
    }

    /** Closes all that run. Idempotent. */
    void close() {
        isOver = true;
        endDelay();
        running.forEach(ConnectAttempt::close);
        running.clear();
    }
}
