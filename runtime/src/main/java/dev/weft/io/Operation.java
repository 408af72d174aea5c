// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.util.Objects;

/**
 * One read or write, or what is like it for another kind of endpoint, such as the receiving of a datagram. It is tried whenever somebody
 * asks whether it is ready; only when that gives nothing does it take its direction of the endpoint, and wait there for readiness. So
 * whoever is cancelled while it waits has taken nothing. Awaited once. Loop thread only, but for making it.
 *
 * @param <T> what awaiting it gives
 */
public abstract class Operation<T> extends SingleUse<T> {
    private final Duplex duplex;
    private final byte bit; // there is an operation for each connection that waits
    private boolean hasLooked;

    /**
     * Makes an operation that has not begun. Any thread.
     *
     * @param duplex on which it waits; not null
     * @param bit its direction: {@link java.nio.channels.SelectionKey#OP_READ} or {@link java.nio.channels.SelectionKey#OP_WRITE}
     */
    protected Operation(Duplex duplex, int bit) {
        this.duplex = Objects.requireNonNull(duplex, "duplex");
        this.bit = (byte) bit;
    }

    final Duplex duplex() {
        return duplex;
    }

    final int bit() {
        return bit;
    }

    /**
     * Tries to complete, without waiting: when it is awaited, and each time that the endpoint is ready. Not called while another operation
     * waits in the direction, or when the endpoint is closed.
     *
     * @return true if the result is there
     * @throws IOException if the endpoint failed, which is how the operation ends
     */
    protected abstract boolean attempt() throws IOException;

    @Override
    protected final boolean tryComplete() throws IOException {
        duplex.requireFree(this);
        duplex.looks(bit, hasLooked);
        hasLooked = true;
        boolean done = true; // by a failure, too
        try {
            done = attempt();
        } finally {
            if (done) {
                duplex.over(this);
            }
        }
        return done;
    }

    @Override
    protected final void begin(Waiter waiter) {
        try {
            duplex.requireFree(this);
            duplex.await(this);
        } catch (Throwable thrown) { // closed or taken since it was tried, or the transport cannot be watched
            fail(thrown);
        }
    }

    @Override
    protected final void stop() {
        duplex.over(this);
    }

    /** The endpoint is ready in the direction of this. */
    final void ready() {
        wake();
    }

    /** The endpoint was closed while this waited. */
    final void closed() {
        fail(new ClosedWhileWaitingException(whatWasClosed()));
    }

    private String whatWasClosed() {
        try {
            return Fence.textOf(duplex.endpoint()) + " was closed while a " + method() + " waited";
        } catch (Throwable noRoom) { // neither stack nor memory for the sentence
            return "closed while an operation waited";
        }
    }

    /**
     * Returns the name of the method that made this, for messages.
     *
     * @return that of the direction, unless a subclass says otherwise; not null
     */
    protected String method() {
        return duplex.verb(bit);
    }

    @Override
    protected final String operation() {
        return method() + "(...) of " + Fence.textOf(duplex.endpoint());
    }

    @Override
    public final WaitDescription describe() {
        Endpoint endpoint = duplex.endpoint();
        return new WaitDescription(duplex.verb(bit), endpoint.identity(), endpoint.peer(), WaitDescription.NO_DEADLINE);
    }

    @Override
    public final EventLoop loop() {
        return duplex.endpoint().loop();
    }
}
