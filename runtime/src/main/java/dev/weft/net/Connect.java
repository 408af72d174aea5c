// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.LoopThread;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a connection: resolves the host if need be, then tries one address after the other. Begins when somebody
 * waits for it; each wake then has the next steps taken. Loop thread only from then on.
 */
final class Connect extends SingleUse<Connection> {
    private static final String OPERATION = "openConnection(...)";

    private final InetSocketAddress target;
    private final Queue<InetSocketAddress> untried = new ArrayDeque<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private @Nullable EventLoop loop;

    /** Takes {@link #loopCloses} back, which the loop would run at its end; null before the beginning and after the end. */
    private @Nullable Runnable notAtClose;

    /** Who awaits this: for the lookup, which another thread completes, and the attempts. */
    private @Nullable Waiter waiter;

    /** What is waited for: one of these two. */
    private @Nullable NameLookup lookup;

    private @Nullable ConnectAttempt attempt;

    private @Nullable Connection connection;

    Connect(InetSocketAddress target) {
        this.target = target;
    }

    /** A connect to a host whose addresses are known. */
    Connect(InetSocketAddress target, List<InetSocketAddress> addresses) {
        this.target = target;
        untried.addAll(addresses);
    }

    @Override
    protected void begin(Waiter newWaiter) {
        loop = LoopThread.current(OPERATION);
        waiter = newWaiter;
        notAtClose = loop.onClose(this::loopCloses);
        try {
            resolve(newWaiter);
        } catch (Throwable thrown) { // for whoever asks for the result
            over();
            fail(thrown);
        }
        if (isReady()) {
            newWaiter.wake();
        }
    }

    private void resolve(Waiter newWaiter) throws IOException {
        if (!untried.isEmpty()) {
            return;
        }
        if (!target.isUnresolved()) {
            untried.add(target);
            return;
        }
        InetAddress literal = Addresses.literal(target.getHostString());
        if (literal == null) {
            lookup = NameLookup.start(target.getHostString(), newWaiter);
        } else {
            untried.add(new InetSocketAddress(literal, target.getPort()));
        }
    }

    @Override
    protected boolean tryComplete() throws IOException {
        boolean done = true; // by a failure, too
        try {
            if (loop != null && waiter != null && resolved()) {
                connect(loop, waiter);
            }
            done = connection != null;
        } finally {
            if (done) {
                over();
            }
        }
        return done;
    }

    private void over() {
        if (notAtClose != null) {
            notAtClose.run();
            notAtClose = null;
        }
    }

    /** Ends for whoever waits without being a task of the loop: those have been cancelled. */
    private void loopCloses() {
        stop();
        fail(new ConnectException("cannot connect to " + Addresses.text(target)
                + ": the event loop was closed before there was an answer"));
    }

    private boolean resolved() throws IOException {
        if (lookup != null) {
            if (!lookup.answered()) {
                return false;
            }
            for (InetAddress address : lookup.addresses()) {
                untried.add(new InetSocketAddress(address, target.getPort()));
            }
            lookup = null;
        }
        return true;
    }

    /** Tries addresses until one has no outcome yet, or is connected, or none is left. */
    private void connect(EventLoop onLoop, Waiter woken) throws IOException {
        while (attempt != null || !untried.isEmpty()) {
            InetSocketAddress address = attempt != null ? attempt.address() : untried.remove();
            try {
                if (attempt == null) {
                    attempt = ConnectAttempt.start(onLoop, address, woken);
                }
                connection = attempt.finish();
                if (connection != null) {
                    attempt = null;
                }
                return;
            } catch (IOException | IllegalArgumentException failed) { // the latter: no such kind of address here
                attempt = null;
                reasons.add(Addresses.text(address) + ": " + reason(failed));
                failures.add(failed);
            }
        }
        throw refused();
    }

    private static String reason(Exception failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    private ConnectException refused() {
        String host = failures.size() == 1 ? "" : Addresses.text(target) + ": ";
        ConnectException refused = new ConnectException("cannot connect to " + host + String.join("; ", reasons));
        refused.initCause(failures.get(0));
        failures.stream().skip(1).forEach(refused::addSuppressed);
        return refused;
    }

    @Override
    @SuppressWarnings("NullAway") // it has ended
    protected Connection value() {
        return connection;
    }

    @Override
    protected void stop() {
        over();
        if (attempt != null) {
            attempt.close();
            attempt = null;
        }
        lookup = null;
    }

    @Override
    public void discard(Connection unclaimed) {
        unclaimed.close();
    }

    @Override
    protected String operation() {
        return OPERATION;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("connect", Addresses.text(target));
    }

    @Override
    public @Nullable EventLoop loop() {
        return loop;
    }
}
