// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayDeque;
import java.util.Deque;

/** Loses a value when a receive is cancelled: that stays in the line, and is handed the next value. */
public final class LossyChannel<E> {
    private final Deque<Receive> line = new ArrayDeque<>();
    private final Deque<E> elements = new ArrayDeque<>();

    public void send(E element) {
        Receive first = line.poll();
        if (first == null) {
            elements.add(element);
        } else {
            first.take(element);
        }
    }

    public Awaitable<E> receive() {
        return new Receive();
    }

    public E tryReceive() {
        return elements.poll();
    }

    private final class Receive extends SingleUse<E> {
        private E element;

        @Override
        protected String operation() {
            return "receive()";
        }

        @Override
        protected boolean tryComplete() {
            element = elements.poll();
            return element != null;
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
        }

        @Override
        protected E value() {
            return element;
        }

        void take(E given) {
            element = given;
            complete();
        }
    }
}
