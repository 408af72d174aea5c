// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.WaitDescription;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import org.jspecify.annotations.Nullable;

/** The close of a generator for which nobody has to wait, as an async method written by hand. A cancellation does not keep it from closing. */
final class ClosingAtOnce extends Frame<Void> {
    private final AsyncGenerator<?> closed;

    ClosingAtOnce(AsyncGenerator<?> closed) {
        this.closed = closed;
    }

    @Override
    public @Nullable Object resume(Coroutine co) {
        closed.close();
        return null;
    }

    @Override
    protected boolean runsThoughCancelled() {
        return true;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("task", "which closes " + closed);
    }

    @Override
    public String toString() {
        return "task which closes " + closed;
    }
}
