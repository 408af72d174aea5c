// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Something to wait for that any thread opens, and that wakes those who wait also when it is closed, or when they are gone. Awaited by many. */
final class Gate implements Awaitable<String> {
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    @Override
    public boolean isReady() {
        return open;
    }

    @Override
    public String result() {
        return "open";
    }

    @Override
    public void subscribe(Waiter waiter) {
        waiters.add(waiter);
        if (open) {
            waiter.wake();
        }
    }

    /** Those who are gone are woken all the same, which may do nothing. */
    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }

    /** Wakes all for nothing. Any thread. */
    void knock() {
        waiters.forEach(Waiter::wake);
    }

    void open() {
        open = true;
        knock();
    }
}
