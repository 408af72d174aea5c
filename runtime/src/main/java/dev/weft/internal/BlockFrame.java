// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.AsyncBlock;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.spi.Fence;
import org.jspecify.annotations.Nullable;

/**
 * An async method written by hand: calls a block of the user's when it runs, and awaits the task that the block returns.
 *
 * @param <T> what the block returns
 */
public final class BlockFrame<T> extends Frame<T> {
    private @Nullable AsyncBlock<T, ?> block;

    /**
     * Makes a cold frame.
     *
     * @param block what to run
     */
    public BlockFrame(AsyncBlock<T, ?> block) {
        this.block = block;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        if (state > 0 || block == null) {
            return co.resumed();
        }
        Object result = co.await(block.run());
        if (result == Coroutine.SUSPENDED) {
            co.suspend(this, 1);
        }
        return result;
    }

    @Override
    protected void clear() {
        block = null;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    public String toString() {
        AsyncBlock<T, ?> unstarted = block;
        return unstarted == null ? "task of a block" : "task of " + Fence.nameOf(unstarted);
    }
}
