// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.AsyncBlock;
import dev.weft.ContextKey;
import dev.weft.WaitDescription;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import org.jspecify.annotations.Nullable;

/**
 * An async method written by hand: awaits the task of a block, and has a context key bound from its start to its end. The coroutine that
 * runs it has the binding meanwhile, so that each frame above sees it, and no step has anything to restore.
 *
 * @param <T> what the block returns
 */
public final class BoundFrame<T> extends Frame<T> {
    private final ContextKey<?> key;
    private @Nullable Object value;
    private @Nullable AsyncBlock<T, ?> block;

    /** What the coroutine had before. */
    private @Nullable Bindings outer;

    /**
     * Makes a cold frame.
     *
     * @param key what to bind
     * @param value to what
     * @param block what to run
     */
    public BoundFrame(ContextKey<?> key, Object value, AsyncBlock<T, ?> block) {
        this.key = key;
        this.value = value;
        this.block = block;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        RunningCoroutine running = (RunningCoroutine) co;
        AsyncBlock<T, ?> toRun = block;
        boolean suspends = false;
        if (toRun != null && value != null) {
            outer = running.bindings();
            running.bind(Bindings.with(outer, key, value));
            block = null; // from now on it is resumed
        }
        try {
            Object result = toRun == null ? co.resumed() : co.await(toRun.run());
            suspends = result == Coroutine.SUSPENDED;
            if (suspends) {
                co.suspend(this, 1);
            }
            return result;
        } finally {
            if (!suspends) {
                running.bind(outer);
            }
        }
    }

    @Override
    protected void clear() {
        value = null;
        block = null;
        outer = null;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("task", bound());
    }

    @Override
    public String toString() {
        return "task " + bound();
    }

    private String bound() {
        return "with the context key \"" + key + "\" bound";
    }
}
