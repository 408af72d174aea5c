// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.Registration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Who is told what an end is ready for: once, and again when that may have changed or has been made use of. Told each turn, it would overtake
 * for ever whoever it has woken, in some orders. Loop thread only.
 */
final class Told implements Registration {
    private final IntSupplier state;
    private final Consumer<Runnable> turns;
    private IntConsumer onReady = bits -> {};
    private int interest;
    private boolean announced;

    /**
     * Makes one that is told nothing yet.
     *
     * @param state what the end is ready for, as bits of {@link java.nio.channels.SelectionKey}
     * @param turns runs something in a turn to come
     */
    Told(IntSupplier state, Consumer<Runnable> turns) {
        this.state = state;
        this.turns = turns;
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
            turns.accept(this::tell);
        }
    }

    private int ready() {
        return interest == 0 ? 0 : state.getAsInt() & interest;
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
