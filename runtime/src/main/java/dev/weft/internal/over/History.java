// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.StepObserver;
import dev.weft.internal.StepObservers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the last transitions of each loop, from when it is begun. Any thread. */
public final class History implements StepObserver.Kind, AutoCloseable {
    /** How many transitions of each loop are shown where nobody says how many, and are kept at least. */
    public static final int DEFAULT = 1_000;

    /** How many are kept of all loops together while somebody looks: some 3 MB. */
    private static final int WHILE_LOOKED_AT = 100_000;

    /** Some 30 MB of each loop. */
    static final int MOST = 1_000_000;

    /** The one that is kept as long as the program runs; null if there is none. */
    private static volatile @Nullable History kept;

    private final int capacity;

    /** The newest loop that has so much room. Those that come later, of which there may be any number, have the least. */
    private final int newest;

    private History(int capacity, int newest) {
        this.capacity = Math.min(Math.max(capacity, 1), MOST);
        this.newest = newest;
    }

    /**
     * Begins to keep one.
     *
     * @param capacity how many transitions of each loop
     * @return the history, which ends when it is closed
     */
    public static History begin(int capacity) {
        return observing(new History(capacity, Integer.MAX_VALUE));
    }

    private static History observing(History begun) {
        StepObservers.add(begun);
        return begun;
    }

    /**
     * Begins one for somebody who looks for a moment, and may look for what is rare in it. Many loops share the room; those that begin while
     * he looks have room for {@link #DEFAULT}.
     *
     * @return the history, which ends when it is closed
     */
    public static History beginLook() {
        List<LoopInspection> loops = LoopInspection.all();
        int newest = loops.stream().mapToInt(LoopInspection::number).max().orElse(0);
        return observing(new History(Math.max(DEFAULT, WHILE_LOOKED_AT / Math.max(1, loops.size())), newest));
    }

    /** Begins the one that is kept as long as the program runs. */
    static void keep(int capacity) {
        kept = begin(capacity);
    }

    /**
     * Returns the history that the program keeps all the time.
     *
     * @return the history; null unless {@code weft.debug.history} says how long it is
     */
    public static @Nullable History kept() {
        return kept;
    }

    @Override
    public StepObserver of(LoopInspection loop) {
        return new Ring(loop.number() <= newest ? capacity : Math.min(capacity, DEFAULT));
    }

    @Override
    public void close() {
        StepObservers.remove(this);
    }

    int capacity() {
        return capacity;
    }

    /**
     * What it has of a loop, of one moment; null if the loop has not turned since it began. A loop that is blocked stands still, and is read
     * from outside.
     */
    @Nullable
    Ring shown(LoopInspection loop) {
        return loop.observer(this) instanceof Ring ring ? copied(loop, ring) : null;
    }

    private static Ring copied(LoopInspection loop, Ring ring) {
        return loop.isRunning() ? loop.answer(ring::copy).orElseGet(ring::copyFromOutside) : ring.copy();
    }
}
