// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A receiver: its slot gets the element. */
abstract class Take<E, T> extends Operation<E, T> {
    private Take(Exchange<E> exchange) {
        super(exchange, null);
    }

    @Override
    final boolean isOpen(@Nullable Object slot) {
        return slot == null;
    }

    @Override
    final boolean isPromising() {
        return exchange.mayGiveOut();
    }

    @Override
    final void attempt() {
        E element = exchange.poll();
        if (element != null) {
            settle(element);
        } else if (exchange.closed) {
            settle(CLOSED);
        }
    }

    @Override
    final Waiting<E> list() {
        return exchange.receivers;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the slot of one that was settled
    final E element() {
        return (E) slot();
    }

    /** A receiver to whom the end is a failure. */
    static final class OrFail<E> extends Take<E, E> {
        OrFail(Exchange<E> exchange) {
            super(exchange);
        }

        @Override
        Throwable closedFailure() {
            return exchange.closedForReceivers();
        }

        @Override
        String kind() {
            return exchange.words.take();
        }

        @Override
        protected E value() {
            return element();
        }

        @Override
        public void discard(E result) {
            exchange.putBack(result);
        }
    }

    /** A receiver to whom the end is an answer, unless it was closed for a failure. */
    static final class OrEnd<E> extends Take<E, Optional<E>> {
        OrEnd(Exchange<E> exchange) {
            super(exchange);
        }

        @Override
        @Nullable
        Throwable closedFailure() {
            return exchange.cause;
        }

        @Override
        String kind() {
            return "next";
        }

        @Override
        protected Optional<E> value() {
            return slot() == CLOSED ? Optional.empty() : Optional.of(element());
        }

        @Override
        public void discard(Optional<E> result) {
            result.ifPresent(exchange::putBack);
        }
    }
}
