// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.Registration;
import java.util.function.IntConsumer;

/**
 * Who is told what an end is ready for: once, and again when that may have changed or has been made use of. Told each turn, it would overtake
 * for ever whoever it has woken, in some orders. Loop thread only.
 */
final class Told implements Registration {
    private final MemoryEnd end;
    private IntConsumer onReady = bits -> {};
    private int interest;
    private boolean announced;

    Told(MemoryEnd end) {
        this.end = end;
    }

    Registration watch(int first, IntConsumer handler) {
        onReady = handler;
        interest(first);
        return this;
    }

    /** Tells in a turn to come, unless it is about to. */
    void announce() {
        if (!announced && ready() != 0) {
            announced = true;
            end.post(this::tell);
        }
    }

    private int ready() {
        return interest == 0 ? 0 : end.ready() & interest;
    }

    private void tell() {
        announced = false;
        int bits = ready();
        if (bits != 0) {
            try {
                onReady.accept(bits);
            } catch (Throwable untold) { // rethrown
                announce();
                throw untold;
            }
        }
    }

    @Override
    public int interest() {
        return interest;
    }

    @Override
    public void interest(int bits) {
        interest = bits;
        announce();
    }

    @Override
    public void cancel() {
        interest = 0;
    }
}
