// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Waiter;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A receive of a subscriber of a {@link Broadcast}. To ask whether it is ready takes nothing: only the result does. */
abstract class BroadcastReceive<E, T> extends Listening<T> {
    private final Kept<E> kept;
    private final Kept.Place place;
    private boolean givenUp;

    private BroadcastReceive(Kept<E> kept, Kept.Place place) {
        super(kept);
        this.kept = kept;
        this.place = place;
    }

    @Override
    protected final boolean tryComplete() {
        return kept.has(place);
    }

    final Optional<E> take() {
        if (givenUp) {
            throw new CancellationException("given up before it took anything");
        }
        return kept.take(place);
    }

    /** Nobody else has seen the element that was taken last. */
    final void putBack() {
        place.next--;
    }

    final ChannelClosedException ended() {
        return kept.ended();
    }

    /** That elements were missed is told to the next receive, and so must not be taken by one that is given up. */
    @Override
    public final boolean withdraw(Waiter waiter) {
        givenUp = true;
        try {
            return super.withdraw(waiter);
        } finally {
            givenUp = false;
        }
    }

    @Override
    final String kind() {
        return "receive";
    }

    /** A receive to which the end is a failure. */
    static final class OrFail<E> extends BroadcastReceive<E, E> {
        OrFail(Kept<E> kept, Kept.Place place) {
            super(kept, place);
        }

        @Override
        protected E value() {
            return take().orElseThrow(this::ended);
        }

        @Override
        public void discard(E result) {
            putBack();
        }
    }

    /** A receive to which the end is an answer. */
    static final class OrEnd<E> extends BroadcastReceive<E, Optional<E>> {
        OrEnd(Kept<E> kept, Kept.Place place) {
            super(kept, place);
        }

        @Override
        protected Optional<E> value() {
            return take();
        }

        @Override
        public void discard(Optional<E> result) {
            if (result.isPresent()) {
                putBack();
            }
        }
    }
}
