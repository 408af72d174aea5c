// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The waiter of a task whose end is that of a future. May be woken twice, by the loop and by the thread that subscribes as the task ends;
 * the first settles the future.
 */
final class Settlement<T> extends EndWaiter {
    private static final VarHandle FUTURE;

    static {
        try {
            FUTURE = MethodHandles.lookup().findVarHandle(Settlement.class, "future", AwaitFuture.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null when it is settled. */
    private volatile @Nullable AwaitFuture<T> future;

    private final SpawnedTask<T> task;
    private final Awaitable<T> awaited;

    Settlement(AwaitFuture<T> future, SpawnedTask<T> task, Awaitable<T> awaited) {
        this.future = future;
        this.task = task;
        this.awaited = awaited;
    }

    @Override
    public void wake() {
        AwaitFuture<?> unsettled = (AwaitFuture<?>) FUTURE.getAndSet(this, null);
        if (unsettled != null) {
            try {
                settle(unsettled);
            } catch (Throwable lacking) { // memory, or stack: the loop wakes this again
                if (!unsettled.isDone()) {
                    FUTURE.setVolatile(this, unsettled);
                }
                throw lacking;
            }
        }
    }

    /** Who waits, for people. Any thread. */
    String whose() {
        AwaitFuture<T> waiting = future;
        return waiting == null ? "a future" : waiting.whose();
    }

    private void settle(AwaitFuture<?> unsettled) {
        Throwable thrown = task.failureSeen();
        unsettled.settle(thrown == null ? task.result() : null, thrown, awaited);
    }
}
