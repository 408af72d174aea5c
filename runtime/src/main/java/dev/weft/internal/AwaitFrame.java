// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import org.jspecify.annotations.Nullable;

/** An async method written by hand: awaits any awaitable and returns its result. Lets a coroutine begin with one. */
final class AwaitFrame<T> extends Frame<T> {
    private final Awaitable<T> awaitable;

    private AwaitFrame(Awaitable<T> awaitable) {
        this.awaitable = awaitable;
    }

    /** Returns the frame, claimed, with which a coroutine that runs the awaitable begins. */
    static Frame<?> rootOf(Awaitable<?> awaitable) {
        Frame<?> root = awaitable instanceof Frame<?> frame ? frame : new AwaitFrame<>(awaitable);
        root.claim();
        return root;
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

    @Override
    protected Awaitable<?> awaited() {
        return awaitable;
    }
}
