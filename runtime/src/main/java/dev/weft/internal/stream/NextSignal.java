// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.Waiter;

/**
 * What each {@code next()} of a generator returns, which is one object: an await that no call of it has asked for is refused, as it is the
 * second one of the same element.
 */
abstract class NextSignal extends Signal<Boolean> {
    /** Whether a {@code next()} was called for which no await has had its result. */
    private boolean isAsked;

    /** What a {@code next()} returns. */
    final NextSignal asked() {
        isAsked = true;
        return this;
    }

    /** Moves to the next element, if there is one. */
    abstract boolean move();

    @Override
    public final Boolean result() {
        requireAsked();
        isAsked = false;
        return move();
    }

    @Override
    public final void subscribe(Waiter added) {
        requireAsked();
        super.subscribe(added);
    }

    private void requireAsked() {
        if (!isAsked) {
            throw awaitedTwice(what());
        }
    }

    static IllegalStateException awaitedTwice(String what) {
        return new IllegalStateException(what + " was awaited twice. Call next() again for another element.");
    }
}
