// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run queue whose order is a function of a seed, among entries that are ready together: what is added after a {@link #poll} waits until
 * all that was there before has run, so that a task that gives way lets every other one run. Actions that were posted change places with
 * the rest and not with one another.
 */
final class SeededOrder extends Leveled {
    /** What stands among the entries for something else. */
    private enum Mark implements Runnable {
        /** For the next of {@link #posted}. */
        POSTED;

        @Override
        public void run() {}
    }

    private final Random random;
    private List<Runnable> now = new ArrayList<>();
    private List<Runnable> later = new ArrayList<>();
    private final Deque<Runnable> posted = new ArrayDeque<>(0);
    private @Nullable Runnable running;

    SeededOrder(Random random) {
        this.random = random;
    }

    @Override
    public void add(Runnable ready) {
        later.add(ready);
    }

    @Override
    public void post(Runnable action) {
        posted.add(action);
        later.add(Mark.POSTED);
    }

    @Override
    Leveled another() {
        return new SeededOrder(random);
    }

    @Override
    @Nullable
    Runnable take() {
        if (now.isEmpty()) {
            List<Runnable> empty = now;
            now = later;
            later = empty;
        }
        running = now.isEmpty() ? null : removeAny();
        return running;
    }

    private Runnable removeAny() {
        int last = now.size() - 1;
        Collections.swap(now, random.nextInt(last + 1), last);
        Runnable any = now.remove(last);
        return any == Mark.POSTED ? posted.remove() : any;
    }

    @Override
    @Nullable
    Runnable taken() {
        return running;
    }

    @Override
    void end() {
        running = null;
    }

    @Override
    int count() {
        return now.size() + later.size();
    }

    @Override
    void each(Consumer<Runnable> action) {
        eachButPosted(now, action);
        eachButPosted(later, action);
        posted.forEach(action);
    }

    private static void eachButPosted(List<Runnable> entries, Consumer<Runnable> action) {
        entries.stream().filter(entry -> entry != Mark.POSTED).forEach(action);
    }
}
