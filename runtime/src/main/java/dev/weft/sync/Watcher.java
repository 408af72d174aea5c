// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.spi.Sneaky;
import org.jspecify.annotations.Nullable;

/** Somebody who waits until an exchange is over, as its kind says. */
final class Watcher<E> extends Operation<E, Void> {
    private final String kind;

    Watcher(Exchange<E> exchange, String kind) {
        super(exchange, null);
        this.kind = kind;
    }

    @Override
    boolean isOpen(@Nullable Object slot) {
        return slot == null;
    }

    @Override
    boolean isPromising() {
        return true;
    }

    @Override
    @Nullable
    Operation<E, ?> attempt() {
        if (exchange.isOver()) {
            settle(Outcome.DONE);
        }
        return null;
    }

    @Override
    Waiting<E> list() {
        return exchange.watchers;
    }

    @Override
    String kind() {
        return kind;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    Void value(@Nullable Object outcome) {
        if (outcome instanceof Outcome end && end.failure != null) {
            throw Sneaky.rethrow(end.failure);
        }
        return null;
    }
}
