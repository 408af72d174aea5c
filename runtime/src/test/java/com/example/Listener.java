// SPDX-License-Identifier: Apache-2.0
package com.example;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An awaitable of the user's that holds who waits weakly: it counts on the loop to hold its tasks. */
public final class Listener implements Awaitable<Object> {
    private volatile @Nullable WeakReference<Waiter> waiting;
    private volatile boolean heard;

    public boolean isAwaited() {
        return waiting != null;
    }

    /** Wakes who waits, if that is still there. */
    public void hear() {
        heard = true;
        Waiter waiter = Objects.requireNonNull(waiting).get();
        if (waiter != null) {
            waiter.wake();
        }
    }

    @Override
    public boolean isReady() {
        return heard;
    }

    @Override
    public Object result() {
        return "heard";
    }

    @Override
    public void subscribe(Waiter waiter) {
        waiting = new WeakReference<>(waiter);
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }
}
