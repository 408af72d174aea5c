// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.net.Connection;
import dev.weft.spi.LoopThread;
import dev.weft.spi.SingleUse;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens a plain connection, and then makes an encrypted one of it. Loop thread only from its beginning on. */
final class TlsConnect extends SingleUse<Connection> {
    private final Awaitable<Connection> opening;
    private final Function<Connection, Awaitable<Connection>> handshake;

    /** What is waited for now; null before the beginning and after the end. */
    private @Nullable Awaitable<Connection> awaited;

    private boolean isPlain = true;
    private @Nullable EventLoop loop;
    private @Nullable Connection connection;
    private final Waiter again = this::lookAgain;

    TlsConnect(Awaitable<Connection> opening, Function<Connection, Awaitable<Connection>> handshake) {
        this.opening = opening;
        this.handshake = handshake;
    }

    @Override
    protected void begin(Waiter waiter) {
        EventLoop here = LoopThread.current("openConnection(...)");
        loop = here;
        boolean isTask =
                opening instanceof Task<?> && !(opening instanceof ScheduledTask<?>); // which only a loop can run
        waitFor(isTask ? here.spawn("openConnection(...)", opening) : opening);
    }

    /** It is asked before somebody waits, for it may be there already. */
    private void waitFor(Awaitable<Connection> next) {
        awaited = next;
        if (next.isReady()) {
            wake();
        } else {
            next.subscribe(again);
        }
    }

    /** On whichever thread: that of a name service, too. */
    private void lookAgain() {
        EventLoop here = loop;
        if (here != null && !here.isLoopThread()) {
            try {
                here.post(this::wake);
            } catch (IllegalStateException closed) { // by which the connection is closed, and who waits is told
                return;
            }
        } else {
            wake();
        }
    }

    @Override
    protected boolean tryComplete() throws Exception {
        Awaitable<Connection> waiting = awaited;
        if (waiting == null || !waiting.isReady()) {
            return false;
        }
        awaited = null;
        Connection opened = waiting.result();
        if (isPlain) {
            isPlain = false;
            waitFor(handshake.apply(opened));
            return awaited != null && awaited.isReady() && tryComplete();
        }
        connection = opened;
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // it has ended
    protected Connection value() {
        return connection;
    }

    @Override
    protected void stop() {
        Awaitable<Connection> waiting = awaited;
        awaited = null;
        if (waiting instanceof ScheduledTask<?> task) {
            task.cancel();
        }
        if (waiting != null) {
            waiting.withdraw(again);
        }
    }

    @Override
    public void discard(Connection unclaimed) {
        unclaimed.close();
    }

    @Override
    protected String operation() {
        return "openConnection(...)";
    }

    @Override
    public WaitDescription describe() {
        Awaitable<Connection> waiting = awaited;
        return (waiting == null ? opening : waiting).describe();
    }

    @Override
    public @Nullable EventLoop loop() {
        return loop;
    }
}
