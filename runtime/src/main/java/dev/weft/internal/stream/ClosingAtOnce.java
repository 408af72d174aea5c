// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.abi.ClosingFrame;
import dev.weft.abi.Coroutine;
import org.jspecify.annotations.Nullable;

/** The close of a generator for which nobody has to wait, as an async method written by hand. A cancellation does not keep it from closing. */
final class ClosingAtOnce extends ClosingFrame {
    private final AsyncGenerator<?> closed;

    ClosingAtOnce(AsyncGenerator<?> closed) {
        super(closed);
        this.closed = closed;
    }

    @Override
    public @Nullable Object resume(Coroutine co) {
        closed.close();
        return null;
    }
}
