// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An awaitable as a user would write it, for one waiter, opened by any thread. */
public final class Latch implements Awaitable<Integer> {
    private volatile @Nullable Waiter waiter;
    private volatile boolean open;
    public final AtomicInteger withdrawn = new AtomicInteger();

    @Override
    public boolean isReady() {
        return open;
    }

    @Override
    public Integer result() {
        return 7;
    }

    @Override
    public void subscribe(Waiter newWaiter) {
        waiter = newWaiter;
        if (open) {
            newWaiter.wake();
        }
    }

    @Override
    public boolean withdraw(Waiter gone) {
        waiter = null;
        withdrawn.incrementAndGet();
        return true;
    }

    public boolean isAwaited() {
        return waiter != null;
    }

    /** Wakes without being open. */
    public void wakeTooEarly() {
        Waiter present = waiter;
        if (present != null) {
            present.wake();
        }
    }

    public void open() {
        openWithoutWake();
        wakeTooEarly();
    }

    /** As where there is no memory for the wake. */
    void openWithoutWake() {
        open = true;
    }
}
