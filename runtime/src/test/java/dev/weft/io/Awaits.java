// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import org.jspecify.annotations.Nullable;

/** {@code return await(awaitable);} as the weaver would leave it, for a module that has no woven methods. */
public final class Awaits<T> extends Frame<T> {
    private final Awaitable<T> awaitable;

    private Awaits(Awaitable<T> awaitable) {
        this.awaitable = awaitable;
    }

    public static <T> Task<T> task(Awaitable<T> awaitable) {
        return new Awaits<>(awaitable);
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        if (state > 0) {
            return co.resumed();
        }
        Object result = co.await(awaitable);
        if (result == Coroutine.SUSPENDED) {
            co.suspend(this, 1);
        }
        return result;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
