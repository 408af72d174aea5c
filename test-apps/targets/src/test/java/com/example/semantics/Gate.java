// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An awaitable as a user writes it: opened once, by any thread, for any number of waiters. */
final class Gate implements Awaitable<String> {
    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
    private volatile String value;

    void open(String newValue) {
        value = newValue;
        waiters.forEach(Waiter::wake);
    }

    /** Wakes without opening. */
    void rattle() {
        waiters.forEach(Waiter::wake);
    }

    boolean isAwaited() {
        return !waiters.isEmpty();
    }

    @Override
    public boolean isReady() {
        return value != null;
    }

    @Override
    public String result() {
        return value;
    }

    @Override
    public void subscribe(Waiter waiter) {
        waiters.add(waiter);
        if (isReady()) {
            waiter.wake();
        }
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        waiters.remove(waiter);
        return true;
    }
}
