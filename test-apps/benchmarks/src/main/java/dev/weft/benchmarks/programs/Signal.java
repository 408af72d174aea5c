// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/** An awaitable as a socket's is: one object, which holds who waits for it. */
final class Signal implements Awaitable<Integer> {
    private @Nullable Waiter waiter;
    private boolean given;

    void give() {
        given = true;
        Waiter woken = waiter;
        if (woken != null) {
            waiter = null;
            woken.wake();
        }
    }

    @Override
    public boolean isReady() {
        return given;
    }

    @Override
    public Integer result() {
        return 1;
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
