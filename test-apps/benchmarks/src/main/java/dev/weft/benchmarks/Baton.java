// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/** What one task waits for and another one passes, as a user writes it. */
final class Baton implements Awaitable<Boolean> {
    private boolean here;
    private @Nullable Waiter waiter;

    void pass() {
        here = true;
        Waiter woken = waiter;
        if (woken != null) {
            waiter = null;
            woken.wake();
        }
    }

    @Override
    public boolean isReady() {
        return here;
    }

    @Override
    public Boolean result() {
        here = false;
        return true;
    }

    @Override
    public void subscribe(Waiter waiter) {
        this.waiter = waiter;
    }

    @Override
    public boolean withdraw(Waiter withdrawn) {
        waiter = null;
        return true;
    }
}
