// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One read or write. It is tried whenever somebody asks whether it is ready; only when that gives nothing does it take its
 * direction of the connection, and wait there for readiness. Loop thread only, but for making it.
 */
abstract class SocketOperation<T> implements Awaitable<T> {
    final Connection connection;
    private final Direction direction;
    private @Nullable Waiter waiter;
    private boolean done;
    private @Nullable Exception failure;

    SocketOperation(Connection connection, Direction direction) {
        this.connection = connection;
        this.direction = direction;
    }

    /** Tries to complete without waiting; true if the result is there. */
    abstract boolean attempt() throws IOException;

    /** Returns what the last attempt gave. */
    abstract T value();

    /** The operation is over, with a result or without. Called at least once. */
    void release() {}

    @Override
    public final boolean isReady() {
        if (!done) {
            connection.requireLoopThread(direction.verb());
            try {
                connection.requireFree(direction, this);
                done = attempt();
            } catch (IOException | RuntimeException thrown) { // for whoever asks for the result
                failure = thrown;
                done = true;
            }
            if (done) {
                direction.completed(this);
            }
        }
        return done;
    }

    @Override
    public final T result() throws Exception {
        if (!done) {
            throw new IllegalStateException("The " + direction.verb() + " has not ended; ask isReady() first.");
        }
        Exception thrown = failure;
        try {
            if (thrown != null) {
                throw thrown;
            }
            return value();
        } finally {
            reset();
        }
    }

    private void reset() {
        done = false;
        failure = null;
        waiter = null;
        release();
    }

    @Override
    public final void subscribe(Waiter newWaiter) {
        connection.requireLoopThread(direction.verb());
        waiter = newWaiter;
        try {
            connection.requireFree(direction, this);
            direction.await(this);
        } catch (IOException | RuntimeException thrown) { // closed or taken since isReady said no
            fail(thrown);
        }
    }

    @Override
    public final boolean withdraw(Waiter withdrawn) {
        connection.requireLoopThread(direction.verb());
        direction.withdrawn(this);
        reset();
        return true;
    }

    final void fail(Exception thrown) {
        failure = thrown;
        done = true;
        wake();
    }

    final void wake() {
        if (waiter != null) {
            waiter.wake();
        }
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
