// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.AsyncGenerator;
import dev.weft.WaitDescription;
import org.jspecify.annotations.Nullable;

/**
 * The close of a generator as an async method written by hand. A cancellation that is due does not keep it from running: the finally blocks
 * are what cleans up. Loop thread only, as all frames.
 */
public abstract class ClosingFrame extends Frame<Void> {
    private final AsyncGenerator<?> generator;

    /**
     * Makes the close.
     *
     * @param generator what is closed
     */
    protected ClosingFrame(AsyncGenerator<?> generator) {
        this.generator = generator;
    }

    @Override
    final boolean runsThoughCancelled() {
        return true;
    }

    @Override
    protected final @Nullable String sources() {
        return null;
    }

    @Override
    public final WaitDescription describe() {
        return WaitDescription.of("task", "which closes " + generator);
    }

    @Override
    public final String toString() {
        return "task which closes " + generator;
    }
}
