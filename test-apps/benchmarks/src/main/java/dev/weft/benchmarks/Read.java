// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.benchmarks.work.Callback;
import dev.weft.benchmarks.work.Source;
import org.jspecify.annotations.Nullable;

/** An awaitable as a user writes it: one object for all the operations of a source, one at a time. */
final class Read implements Awaitable<Integer>, Callback {
    private final Source source;
    private @Nullable Integer result;
    private @Nullable Waiter waiter;

    Read(Source source) {
        this.source = source;
    }

    /**
     * Of a source that completes at once, and so wakes the task that waits: it goes once through the run queue of its loop, as a
     * {@link dev.weft.benchmarks.work.QueuedSource}'s callback does.
     */
    static Read throughRunQueue() {
        return new Read(callback -> callback.completed(Source.RESULT));
    }

    @Override
    public boolean isReady() {
        return result != null;
    }

    @Override
    public Integer result() {
        Integer taken = result;
        if (taken == null) {
            throw new IllegalStateException("not ready");
        }
        result = null;
        return taken;
    }

    @Override
    public void subscribe(Waiter waiter) {
        this.waiter = waiter;
        source.read(this);
    }

    @Override
    public void completed(Integer value) {
        result = value;
        Waiter woken = waiter;
        if (woken != null) {
            waiter = null;
            woken.wake();
        }
    }

    @Override
    public boolean withdraw(Waiter withdrawn) {
        waiter = null;
        return true;
    }
}
