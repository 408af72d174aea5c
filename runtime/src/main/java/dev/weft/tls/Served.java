// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server does with a connection: an async method written by hand, for nothing weaves this module. Whoever accepted the plain
 * connection closes it, and by that the encrypted one.
 *
 * <pre>
 * state   awaits                next
 *   1     the handshake         2; the end if the client has gone before it said anything, or somebody is told of the failure
 *   2     the user's handler    the end
 * </pre>
 */
final class Served extends Frame<Void> {
    private static final int HANDSHAKE = 1;
    private static final int HANDLER = 2;

    private final ConnectionHandler handler;

    /** Whether somebody was told that the handshake has failed. */
    private final Predicate<? super IOException> tells;

    private @Nullable Awaitable<Connection> handshake;

    Served(Awaitable<Connection> handshake, ConnectionHandler handler, Predicate<? super IOException> tells) {
        this.handshake = handshake;
        this.handler = handler;
        this.tells = tells;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        if (state == HANDLER) {
            return co.resumed();
        }
        Object connected;
        try {
            connected = state == HANDSHAKE ? co.resumed() : co.await(Objects.requireNonNull(handshake));
        } catch (GoneBeforeHelloException nobody) {
            return null;
        } catch (IOException failed) {
            if (tells.test(failed)) {
                return null;
            }
            throw failed;
        }
        if (connected == Coroutine.SUSPENDED) {
            co.suspend(this, HANDSHAKE);
            return connected;
        }
        handshake = null;
        Object result = co.await(taskOf((Connection) Objects.requireNonNull(connected)));
        if (result == Coroutine.SUSPENDED) {
            co.suspend(this, HANDLER);
        }
        return result;
    }

    private Task<Void> taskOf(Connection connection) throws Exception {
        Task<Void> task = handler.handle(connection);
        if (task == null) {
            throw new NullPointerException("the connection handler returned null, not a Task");
        }
        return task;
    }

    @Override
    protected void clear() {
        handshake = null;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    protected @Nullable Awaitable<?> awaited() {
        return handshake;
    }

    @Override
    public String toString() {
        return "task that serves a tls connection";
    }
}
