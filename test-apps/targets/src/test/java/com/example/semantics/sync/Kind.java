// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import dev.weft.sync.Channel;

/** The kinds of channels that there are. */
enum Kind {
    RENDEZVOUS(0),
    ONE(1),
    TEN(10),
    UNBOUNDED(Integer.MAX_VALUE),
    CONFLATED(1);

    final int capacity;

    Kind(int capacity) {
        this.capacity = capacity;
    }

    boolean isConflated() {
        return this == CONFLATED;
    }

    <E> Channel<E> channel() {
        return switch (this) {
            case RENDEZVOUS -> Channel.rendezvous();
            case UNBOUNDED -> Channel.unbounded();
            case CONFLATED -> Channel.conflated();
            default -> Channel.bounded(capacity);
        };
    }
}
