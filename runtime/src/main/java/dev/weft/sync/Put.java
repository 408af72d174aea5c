// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.spi.Sneaky;
import org.jspecify.annotations.Nullable;

/** A sender: its slot has the element until somebody takes it; then it is empty. */
final class Put<E> extends Operation<E, Void> {
    Put(Exchange<E> exchange, E element) {
        super(exchange, element);
    }

    @Override
    boolean isOpen(@Nullable Object slot) {
        return slot != null && slot != this && !(slot instanceof Outcome);
    }

    @Override
    boolean isPromising() {
        return exchange.mayTakeIn();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the slot of one that is open
    @Nullable
    Operation<E, ?> attempt() {
        Operation<E, ?> receiver = exchange.receiverToServe();
        Meeting.Offer offer = exchange.offer((E) slot(), receiver);
        if (offer != Meeting.Offer.NO_ROOM) {
            settle(offer == Meeting.Offer.TAKEN ? null : Outcome.CLOSED);
        }
        return receiver;
    }

    @Override
    Waiting<E> list() {
        return exchange.senders;
    }

    @Override
    String kind() {
        return exchange.words.put();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    Void value(@Nullable Object outcome) {
        if (outcome != null) {
            Throwable failure = ((Outcome) outcome).failure;
            throw Sneaky.rethrow(failure == null ? exchange.closedForSenders() : failure);
        }
        return null;
    }
}
