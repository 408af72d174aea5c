// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Priority;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tasks and actions of a loop that are ready to run, and the one that runs: the seam for the order of execution. Loop thread only. */
interface RunQueue {
    void add(Runnable ready);

    /** Adds an entry that goes before or after others, if the queue cares for that. */
    default void add(Runnable ready, Priority priority) {
        add(ready);
    }

    /** Adds an action that was posted. Of those none overtakes another, whatever the queue does with the rest. */
    default void post(Runnable action) {
        add(action);
    }

    /** Takes the next entry, which then is {@link #running}; null if there is none. */
    @Nullable
    Runnable poll();

    /** The entry that was taken last; null after {@link #ended}. */
    @Nullable
    Runnable running();

    /** The entry that was taken last runs no longer. */
    void ended();

    int size();

    /** The size, for any thread: it may be a little old. */
    default int sizeSeen() {
        return size();
    }

    /** Shows the entries that have not been taken, in no order. */
    void forEach(Consumer<Runnable> action);

    /** Makes the timers of the loop: those that are due fire in the order in which they were set, unless the queue has a say in that. */
    default Timers timers() {
        return new Timers();
    }

    /** Makes a queue that is first in, first out. */
    static RunQueue fifo() {
        return new Fifo();
    }

    /** Makes a queue whose order is a function of the seed. */
    static RunQueue seeded(Random random) {
        return new SeededOrder(random);
    }
}
