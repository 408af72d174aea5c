// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayDeque;
import java.util.Deque;

/** Loses a permit when a gather is cancelled of which a part has it: {@code discard} does not give it back. */
public final class LeakySemaphore {
    private final Deque<Acquire> line = new ArrayDeque<>();
    private int permits;

    public LeakySemaphore(int permits) {
        this.permits = permits;
    }

    public Awaitable<Void> acquire() {
        return new Acquire();
    }

    public void release() {
        permits++;
        if (!line.isEmpty()) {
            line.peek().lookAgain();
        }
    }

    public int available() {
        return permits;
    }

    private final class Acquire extends SingleUse<Void> {
        @Override
        protected String operation() {
            return "acquire()";
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
        }

        @Override
        protected boolean tryComplete() {
            if (permits == 0) {
                return false;
            }
            permits--;
            line.remove(this);
            return true;
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
