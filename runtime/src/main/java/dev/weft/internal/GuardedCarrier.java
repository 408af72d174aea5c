// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.ContextCarrier;
import dev.weft.spi.Fence;
import org.jspecify.annotations.Nullable;

/**
 * A carrier behind a fence: what it throws is reported, once until it works again, and something else stands for what it should have
 * returned.
 */
final class GuardedCarrier {
    private final ContextCarrier<Object, Object> carrier;

    /** Whether its last call has failed, as far as this thread knows: a report more or less is no harm. */
    private boolean failing;

    @SuppressWarnings("unchecked") // it gets back what it has given
    GuardedCarrier(ContextCarrier<?, ?> carrier) {
        this.carrier = (ContextCarrier<Object, Object>) carrier;
    }

    boolean guards(ContextCarrier<?, ?> other) {
        return carrier == other;
    }

    @Nullable
    Object capture(Object otherwise) {
        try {
            return carrier.capture();
        } catch (Throwable thrown) {
            failed("capture()", thrown);
            return otherwise;
        }
    }

    @Nullable
    Object enter(@Nullable Object state, Object otherwise) {
        try {
            return carrier.enter(state);
        } catch (Throwable thrown) {
            failed("enter(...)", thrown);
            return otherwise;
        }
    }

    @Nullable
    Object leave(@Nullable Object own, @Nullable Object otherwise) {
        try {
            Object state = carrier.leave(own);
            if (failing) {
                failing = false;
            }
            return state;
        } catch (Throwable thrown) {
            failed("leave(...)", thrown);
            return otherwise;
        }
    }

    private void failed(String operation, Throwable thrown) {
        if (!failing) {
            failing = true;
            Fence.failed(operation + " of the context carrier", carrier, null, thrown);
        }
    }
}
