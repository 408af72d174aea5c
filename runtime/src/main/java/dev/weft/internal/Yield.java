// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;

/** Lets everything else that is ready run first. */
public final class Yield implements Awaitable<Void> {
    private boolean taken;
    private boolean over;

    @Override
    public boolean isReady() {
        Once.check(taken, "yieldNow()");
        return over;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    public Void result() {
        taken = true;
        return null;
    }

    @Override
    public void subscribe(Waiter waiter) {
        over = true;
        LoopEngine.giveWay(waiter);
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("yield", "");
    }
}
