// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.ContextCarrier;
import dev.weft.spi.ContextCarriers;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the carriers carry for one coroutine, action or call: a state for each of those that there were when it was started. Used by one
 * thread at a time.
 */
final class Carried {
    /** The state of a carrier that could not capture: there is nothing to enter with. */
    private static final Object NOTHING = new Object();

    /** The carriers of the list that was asked for last. */
    private static volatile Known known = new Known(List.of());

    /** A list of carriers, and what guards each. */
    private static final class Known {
        final List<ContextCarrier<?, ?>> source;
        final GuardedCarrier[] carriers;

        Known(List<ContextCarrier<?, ?>> source, GuardedCarrier... carriers) {
            this.source = source;
            this.carriers = carriers;
        }
    }

    private final GuardedCarrier[] carriers;
    private final @Nullable Object[] states;

    private Carried(GuardedCarrier[] carriers) {
        this.carriers = carriers;
        this.states = new Object[carriers.length];
        for (int i = 0; i < carriers.length; i++) {
            states[i] = carriers[i].capture(NOTHING);
        }
    }

    /** Captures what the calling thread has; null if there is no carrier. */
    static @Nullable Carried here() {
        return ContextCarriers.areNone() ? null : new Carried(known().carriers);
    }

    private static Known known() {
        Known now = known;
        List<ContextCarrier<?, ?>> source = ContextCarriers.present();
        if (now.source != source) {
            now = new Known(source, guarded(now, source));
            known = now;
        }
        return now;
    }

    /** A carrier that was there before keeps its guard, which knows whether its failure was reported. */
    private static GuardedCarrier[] guarded(Known before, List<ContextCarrier<?, ?>> source) {
        return source.stream()
                .map(carrier -> Arrays.stream(before.carriers)
                        .filter(old -> old.guards(carrier))
                        .findFirst()
                        .orElseGet(() -> new GuardedCarrier(carrier)))
                .toArray(GuardedCarrier[]::new);
    }

    /**
     * Puts all on the calling thread.
     *
     * @return what {@link #leave} needs
     */
    @Nullable
    Object[] enter() {
        @Nullable Object[] own = new Object[carriers.length];
        for (int i = 0; i < carriers.length; i++) {
            own[i] = states[i] == NOTHING ? NOTHING : carriers[i].enter(states[i], NOTHING);
        }
        return own;
    }

    /**
     * Takes all off the calling thread, and keeps it for the next step. Who has not entered, or cannot leave, keeps the state from before.
     */
    void leave(@Nullable Object[] own) {
        for (int i = carriers.length - 1; i >= 0; i--) {
            if (own[i] != NOTHING) {
                states[i] = carriers[i].leave(own[i], states[i]);
            }
        }
    }
}
