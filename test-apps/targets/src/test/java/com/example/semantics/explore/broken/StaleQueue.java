// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayDeque;
import java.util.Deque;

/** Trusts a stale wake-up: who was woken believes that there is an element, though another one may have taken it. */
public final class StaleQueue<E> {
    private final Deque<Take> line = new ArrayDeque<>();
    private final Deque<E> elements = new ArrayDeque<>();

    public void put(E element) {
        elements.add(element);
        if (!line.isEmpty()) {
            line.remove().thereIsOne();
        }
    }

    public Awaitable<E> take() {
        return new Take();
    }

    private final class Take extends SingleUse<E> {
        @Override
        protected String operation() {
            return "take()";
        }

        @Override
        protected boolean tryComplete() {
            return !elements.isEmpty();
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
        }

        @Override
        protected E value() {
            return elements.remove();
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        void thereIsOne() {
            complete();
        }
    }
}
