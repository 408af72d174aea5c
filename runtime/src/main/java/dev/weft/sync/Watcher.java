// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

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
    void attempt() {
        if (exchange.isOver()) {
            settle(DONE);
        }
    }

    @Override
    Waiting<E> list() {
        return exchange.watchers;
    }

    @Override
    @Nullable
    Throwable closedFailure() {
        return null;
    }

    @Override
    String kind() {
        return kind;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }
}
