// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.ContextCarriers;
import dev.weft.spi.Fence;
import org.jspecify.annotations.Nullable;

/**
 * The context that something inherits from the code that starts it: bindings of context keys, and what the carriers have captured.
 *
 * @param bindings the bindings, or null
 * @param carried what is carried, or null
 */
record Inherited(@Nullable Bindings bindings, @Nullable Carried carried) {
    /** The context of the calling code; null if it has none. Asks two fields where nobody uses context. */
    static @Nullable Inherited here() {
        if (Bindings.areUnused() && ContextCarriers.areNone()) {
            return null;
        }
        Bindings bindings = Execution.here().bindings();
        Carried carried = Carried.here();
        return bindings == null && carried == null ? null : new Inherited(bindings, carried);
    }

    /** An action that runs with the context of the calling code, whenever it runs. It is the action itself where there is no context. */
    static Runnable by(Runnable action) {
        Inherited inherited = here();
        return inherited == null ? action : new Action(inherited, action);
    }

    /** Runs something with this context on the calling thread, in the middle of no coroutine's step. */
    void run(Runnable action) {
        Execution here = Execution.here();
        Bindings own = here.own;
        @Nullable Object[] left = carried == null ? null : carried.enter();
        here.own = bindings;
        try {
            action.run();
        } finally {
            here.own = own;
            if (carried != null && left != null) {
                carried.leave(left);
            }
        }
    }

    /** An action posted to a loop. It reports for itself, for its own name is that of the machinery. */
    private record Action(Inherited inherited, Runnable action) implements Runnable {
        @Override
        public void run() {
            try {
                inherited.run(action);
            } catch (Throwable thrown) { // the loop goes on
                Fence.failed("The action posted to the event loop", action, null, thrown);
            }
        }
    }
}
