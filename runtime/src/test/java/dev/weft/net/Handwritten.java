// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Async methods as the weaver would leave them, for a module that has none. */
final class Handwritten {
    private Handwritten() {}

    /** {@code await(code.call())}. */
    static Task<Void> awaiting(Callable<? extends Awaitable<?>> code) {
        return new Frame<>() {
            @Override
            public @Nullable Object resume(Coroutine co) throws Throwable {
                if (state > 0) {
                    return co.resumed();
                }
                Object result = co.await(code.call());
                if (result == Coroutine.SUSPENDED) {
                    co.suspend(this, 1);
                }
                return result;
            }

            @Override
            protected @Nullable String sources() {
                return null;
            }
        };
    }

    /** Writes back what it reads, until the end of the stream. */
    static Task<Void> echo(Connection connection) {
        return new Echo(connection);
    }

    private static final class Echo extends Frame<Void> {
        private final Connection connection;
        private final ByteBuffer buffer = ByteBuffer.allocate(200);

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object resume(Coroutine co) throws Throwable {
            Object result = state > 0 ? co.resumed() : null;
            boolean written = state != 1;
            while (true) {
                if (written) {
                    buffer.clear();
                    result = co.await(connection.read(buffer));
                    if (result == Coroutine.SUSPENDED) {
                        co.suspend(this, 1);
                        return result;
                    }
                }
                if ((Integer) java.util.Objects.requireNonNull(result) < 0) {
                    return null;
                }
                buffer.flip();
                result = co.await(connection.write(buffer));
                if (result == Coroutine.SUSPENDED) {
                    co.suspend(this, 2);
                    return result;
                }
                written = true;
            }
        }

        @Override
        protected @Nullable String sources() {
            return null;
        }
    }
}
