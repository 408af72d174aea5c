// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;
import java.io.IOException;

/**
 * One read or write. It is tried whenever somebody asks whether it is ready; only when that gives nothing does it take its
 * direction of the endpoint, and wait there for readiness. Loop thread only, but for making it.
 */
abstract class Operation<T> extends SingleUse<T> {
    private final Direction direction;

    Operation(Direction direction) {
        this.direction = direction;
    }

    /** Tries to complete without waiting; true if the result is there. */
    abstract boolean attempt() throws IOException;

    @Override
    protected final boolean tryComplete() throws IOException {
        direction.requireFree(this);
        boolean done = true; // by a failure, too
        try {
            done = attempt();
        } finally {
            if (done) {
                direction.completed(this);
            }
        }
        return done;
    }

    @Override
    protected final void begin(Waiter waiter) {
        try {
            direction.requireFree(this);
            direction.await(this);
        } catch (Throwable thrown) { // closed or taken since it was tried, or the transport cannot be watched
            fail(thrown);
        }
    }

    @Override
    protected final void stop() {
        direction.withdrawn(this);
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
            return Fence.textOf(direction.endpoint()) + " was closed while a " + method() + " waited";
        } catch (Throwable noRoom) { // neither stack nor memory for the sentence
            return "closed while an operation waited";
        }
    }

    /** The name of the method that made this. */
    String method() {
        return direction.verb();
    }

    @Override
    protected final String operation() {
        return method() + "(...) of " + Fence.textOf(direction.endpoint());
    }

    @Override
    public final WaitDescription describe() {
        Endpoint endpoint = direction.endpoint();
        return new WaitDescription(direction.verb(), endpoint.identity(), endpoint.peer(), WaitDescription.NO_DEADLINE);
    }

    @Override
    public final EventLoop loop() {
        return direction.endpoint().loop();
    }
}
