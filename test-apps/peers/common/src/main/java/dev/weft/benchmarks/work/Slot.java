// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.work;

import org.jspecify.annotations.Nullable;

/**
 * The source of P0055R1's benchmark: an operation leaves its callback in a slot, and a driver takes it out and calls it. The least that
 * any asynchronous operation costs.
 */
public final class Slot implements Source {
    private @Nullable Callback callback;

    @Override
    public void read(Callback callback) {
        this.callback = callback;
    }

    /** Completes the operation; false if there is none. */
    public boolean complete() {
        Callback taken = callback;
        if (taken == null) {
            return false;
        }
        callback = null;
        taken.completed(RESULT);
        return true;
    }

    /** Completes operations until the callback has started no other. */
    public void drive() {
        boolean another = true;
        while (another) {
            another = complete();
        }
    }
}
