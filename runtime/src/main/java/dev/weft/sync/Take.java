// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.spi.Sneaky;
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
    @Nullable
    final Operation<E, ?> attempt() {
        E taken = exchange.takeOut();
        Operation<E, ?> sender = exchange.senderToLetIn(taken);
        E element = exchange.letIn(sender, taken);
        if (element != null) {
            settle(element);
        } else if (exchange.closed) {
            settle(Outcome.CLOSED);
        }
        return sender;
    }

    @Override
    final Waiting<E> list() {
        return exchange.receivers;
    }

    /** A receiver to whom the end is a failure. */
    static final class OrFail<E> extends Take<E, E> {
        OrFail(Exchange<E> exchange) {
            super(exchange);
        }

        @Override
        String kind() {
            return exchange.words.take();
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // an element, if it is no outcome
        E value(@Nullable Object outcome) {
            if (outcome instanceof Outcome end) {
                throw Sneaky.rethrow(end.failure == null ? exchange.closedForReceivers() : end.failure);
            }
            return (E) outcome;
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
        String kind() {
            return "next";
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // an element, if it is no outcome
        Optional<E> value(@Nullable Object outcome) {
            if (outcome instanceof Outcome end) {
                Throwable failure = end.failure == null ? exchange.cause : end.failure;
                if (failure != null) {
                    throw Sneaky.rethrow(failure);
                }
                return Optional.empty();
            }
            return Optional.of((E) outcome);
        }

        @Override
        public void discard(Optional<E> result) {
            result.ifPresent(exchange::putBack);
        }
    }
}
