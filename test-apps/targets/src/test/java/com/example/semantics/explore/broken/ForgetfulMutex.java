// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayDeque;
import java.util.Deque;

/** Loses a wake-up: who is woken has left the line already, and when another one is faster nobody wakes it again. */
public final class ForgetfulMutex {
    private final Deque<Lock> line = new ArrayDeque<>();
    private boolean held;

    public Awaitable<Void> lock() {
        return new Lock();
    }

    public void unlock() {
        held = false;
        if (!line.isEmpty()) {
            line.remove().lookAgain();
        }
    }

    private final class Lock extends SingleUse<Void> {
        @Override
        protected String operation() {
            return "lock()";
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
        }

        @Override
        protected boolean tryComplete() {
            boolean free = !held;
            held = true;
            return free;
        }

        @Override
        protected Void value() {
            return null;
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        void lookAgain() {
            wake();
        }
    }
}
