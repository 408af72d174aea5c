// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.SingleUse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stop of a server: waits for its handlers, and cancels them when that takes too long. Loop thread only. */
final class Stopping extends SingleUse<Void> {
    private final EventLoop loop;
    private final Server server;
    private final Handlers handlers;
    private final Closing closing;
    private final Duration grace;
    private final Awaitable<Void> graceOver;

    /** What has to be over next; null before the beginning and after the end. */
    private @Nullable Awaitable<Void> awaited;

    private boolean isOver;

    private final Waiter again = this::goOn;
    private final Waiter late = this::endHandlers;

    /** Refuses a grace that cannot be. */
    static Duration requireGrace(Object server, Duration grace) {
        if (Objects.requireNonNull(grace, "grace").isNegative()) {
            throw new IllegalArgumentException("stop(...) of " + server + " with a grace of " + grace);
        }
        return grace;
    }

    Stopping(EventLoop loop, Server server, Handlers handlers, Closing closing, Duration grace) {
        this.loop = loop;
        this.server = server;
        this.handlers = handlers;
        this.closing = closing;
        this.grace = grace;
        this.graceOver = Weft.sleep(grace);
    }

    @Override
    protected void begin(Waiter waiter) {
        server.closeNow();
        if (handlers.running() > 0) {
            limit();
        }
        goOn();
    }

    /** Begins the time in a turn of its own, where no coroutine runs: one without a loop would take a timer of the JDK. */
    private void limit() {
        if (grace.isZero()) {
            handlers.cancel();
            return;
        }
        loop.post(() -> {
            if (!isOver) {
                graceOver.subscribe(late);
            }
        });
    }

    private void goOn() {
        if (isOver) {
            return;
        }
        awaited = handlers.running() > 0 ? handlers.idle() : closing.isOver() ? null : closing.closed();
        if (awaited == null) {
            over();
            complete();
        } else {
            awaited.subscribe(again);
        }
    }

    private void endHandlers() {
        if (!isOver) {
            handlers.cancel();
        }
    }

    private void over() {
        isOver = true;
        graceOver.withdraw(late);
        if (awaited != null) {
            awaited.withdraw(again);
            awaited = null;
        }
    }

    @Override
    protected void stop() {
        over();
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
        return description(server, handlers.running(), grace);
    }

    /** What a dump says of the stop of a server, on one loop or several. */
    static WaitDescription description(Object server, int running, Duration grace) {
        return WaitDescription.of("stop", server + ", handlers that run: " + running + ", cancelled after " + grace);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }
}
