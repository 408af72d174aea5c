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
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a connection: resolves the host if need be, then has its addresses race. Begins when somebody waits for it; each wake then
 * has the next steps taken. Loop thread only from then on.
 */
final class Connect extends SingleUse<Connection> {
    private static final String OPERATION = "openConnection(...)";

    private final InetSocketAddress target;
    private final ConnectOptions options;

    /** What is tried; empty until it is known. */
    private List<? extends SocketAddress> addresses;

    private @Nullable EventLoop loop;

    /** Takes {@link #loopCloses} back, which the loop would run at its end; null before the beginning and after the end. */
    private @Nullable Runnable notAtClose;

    /** Who awaits this: for the lookup, which another thread completes, and the attempts. */
    private @Nullable Waiter waiter;

    /** What is waited for: one of these two. */
    private NameLookup.@Nullable Asking lookup;

    private @Nullable Race race;

    private @Nullable Connection connection;

    Connect(InetSocketAddress target, ConnectOptions options) {
        this(target, List.of(), options);
    }

    /** A connect to a host whose addresses are known. */
    Connect(InetSocketAddress target, List<? extends SocketAddress> addresses, ConnectOptions options) {
        this.target = target;
        this.addresses = addresses;
        this.options = options;
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
        if (!addresses.isEmpty()) {
            return;
        }
        if (!target.isUnresolved()) {
            addresses = List.of(target);
            return;
        }
        InetAddress literal = Addresses.literal(target.getHostString());
        if (literal == null) {
            lookup = NameLookup.ask(options.resolver(), target.getHostString(), newWaiter);
        } else {
            addresses = List.of(new InetSocketAddress(literal, target.getPort()));
        }
    }

    @Override
    protected boolean tryComplete() throws IOException {
        boolean done = true; // by a failure, too
        try {
            if (loop != null && waiter != null && resolved()) {
                connection = race(loop, waiter).advance();
            }
            done = connection != null;
        } finally {
            if (done) {
                over();
            }
        }
        return done;
    }

    private Race race(EventLoop here, Waiter woken) {
        if (race == null) {
            race = new Race(here, Addresses.text(target), addresses, options, woken);
        }
        return race;
    }

    private boolean resolved() throws IOException {
        if (lookup != null) {
            if (!lookup.answered()) {
                return false;
            }
            addresses = Addresses.interleaved(lookup.addresses()).stream()
                    .map(address -> new InetSocketAddress(address, target.getPort()))
                    .toList();
            lookup = null;
        }
        return true;
    }

    /** Nothing is under way any more but the connection, if there is one. */
    private void over() {
        if (notAtClose != null) {
            notAtClose.run();
            notAtClose = null;
        }
        if (race != null) {
            race.close();
        }
        if (lookup != null) {
            lookup.giveUp();
            lookup = null;
        }
    }

    /** Ends for whoever waits without being a task of the loop: those have been cancelled. */
    private void loopCloses() {
        over();
        fail(new ConnectException("cannot connect to " + Addresses.text(target)
                + ": the event loop was closed before there was an answer"));
    }

    @Override
    @SuppressWarnings("NullAway") // it has ended
    protected Connection value() {
        return connection;
    }

    @Override
    protected void stop() {
        over();
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
