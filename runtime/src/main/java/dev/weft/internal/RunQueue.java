// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The seam for scheduling: what is ready to run, which of it runs next, and which runs. Loop thread only. */
interface RunQueue {
    void add(Runnable ready);

    /** Takes the next one, which then is {@link #running}; null if there is none. */
    @Nullable
    Runnable poll();

    /** What was taken last; null after {@link #ended}. */
    @Nullable
    Runnable running();

    /** What was taken last runs no longer. */
    void ended();

    int size();

    /** What waits to be taken, in no order. */
    void forEach(Consumer<Runnable> action);

    /** First in, first out. */
    static RunQueue fifo() {
        return new Fifo();
    }

    /**
     * In an order that is a function of the seed, among what is ready together: what is added after a {@link #poll} waits
     * until all that was there before has run, so that whoever gives way lets everyone else run.
     */
    static RunQueue seeded(Random random) {
        return new RunQueue() {
            private List<Runnable> now = new ArrayList<>();
            private List<Runnable> later = new ArrayList<>();
            private @Nullable Runnable running;

            @Override
            public void add(Runnable ready) {
                later.add(ready);
            }

            @Override
            public @Nullable Runnable poll() {
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
                return now.remove(last);
            }

            @Override
            public @Nullable Runnable running() {
                return running;
            }

            @Override
            public void ended() {
                running = null;
            }

            @Override
            public int size() {
                return now.size() + later.size();
            }

            @Override
            public void forEach(Consumer<Runnable> action) {
                now.forEach(action);
                later.forEach(action);
            }
        };
    }
}
