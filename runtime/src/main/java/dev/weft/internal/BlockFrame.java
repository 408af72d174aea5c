// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.AsyncBlock;
import dev.weft.WaitDescription;
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

    /** Kept when the block is dropped, for messages. */
    private final Class<?> type;

    /**
     * Makes a cold frame.
     *
     * @param block what to run
     */
    public BlockFrame(AsyncBlock<T, ?> block) {
        this.block = block;
        this.type = block.getClass();
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
    public WaitDescription describe() {
        return WaitDescription.of("task", whose());
    }

    @Override
    public String toString() {
        return "task " + whose();
    }

    private String whose() {
        return "of " + Fence.nameOf(type);
    }
}
