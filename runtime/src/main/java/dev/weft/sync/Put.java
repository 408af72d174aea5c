// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/** A sender: its slot has the element until somebody takes it. */
final class Put<E> extends Operation<E, Void> {
    Put(Exchange<E> exchange, E element) {
        super(exchange, element);
    }

    @Override
    boolean isOpen(@Nullable Object slot) {
        return slot != DONE && slot != CLOSED;
    }

    @Override
    boolean isPromising() {
        return exchange.mayTakeIn();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the slot of one that is open
    void attempt() {
        Meeting.Offer offer = exchange.offer((E) slot());
        if (offer != Meeting.Offer.NO_ROOM) {
            settle(offer == Meeting.Offer.TAKEN ? DONE : CLOSED);
        }
    }

    @Override
    Waiting<E> list() {
        return exchange.senders;
    }

    @Override
    Throwable closedFailure() {
        return exchange.closedForSenders();
    }

    @Override
    String kind() {
        return exchange.words.put();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }
}
