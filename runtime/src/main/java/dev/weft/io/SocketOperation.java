// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;

/**
 * One read or write. It is tried whenever somebody asks whether it is ready; only when that gives nothing does it take its
 * direction of the connection, and wait there for readiness. Loop thread only, but for making it.
 */
abstract class SocketOperation<T> extends SingleUse<T> {
    final Connection connection;
    private final Direction direction;

    SocketOperation(Connection connection, Direction direction) {
        this.connection = connection;
        this.direction = direction;
    }

    /** Tries to complete without waiting; true if the result is there. */
    abstract boolean attempt() throws IOException;

    @Override
    protected final boolean tryComplete() throws IOException {
        connection.requireFree(direction, this);
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
            connection.requireFree(direction, this);
            direction.await(this);
        } catch (IOException | RuntimeException thrown) { // closed or taken since it was tried
            fail(thrown);
        }
    }

    @Override
    protected final void stop() {
        direction.withdrawn(this);
    }

    /** The channel is ready in the direction of this. */
    final void ready() {
        wake();
    }

    /** The connection was closed while this waited. */
    final void closed() {
        fail(new AsynchronousCloseException());
    }

    /** The name of the method that made this. */
    String method() {
        return direction.verb();
    }

    @Override
    protected final String operation() {
        return method() + "(...) of " + connection;
    }

    @Override
    public final WaitDescription describe() {
        return new WaitDescription(
                direction.verb(), connection.identity(), connection.peerAddress(), WaitDescription.NO_DEADLINE);
    }

    @Override
    public final EventLoop loop() {
        return connection.loop();
    }
}
