// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The seam for scheduling: what is ready to run, and which of it runs next. Loop thread only. */
interface RunQueue {
    void add(Runnable ready);

    /** Takes the next one; null if there is none. */
    @Nullable
    Runnable poll();

    int size();

    /** First in, first out. */
    static RunQueue fifo() {
        return new RunQueue() {
            private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

            @Override
            public void add(Runnable ready) {
                queue.add(ready);
            }

            @Override
            public @Nullable Runnable poll() {
                return queue.poll();
            }

            @Override
            public int size() {
                return queue.size();
            }
        };
    }

    /** Any order, as a function of the seed. */
    static RunQueue seeded(Random random) {
        return new RunQueue() {
            private final List<Runnable> ready = new ArrayList<>();

            @Override
            public void add(Runnable next) {
                ready.add(next);
            }

            @Override
            public @Nullable Runnable poll() {
                if (ready.isEmpty()) {
                    return null;
                }
                int last = ready.size() - 1;
                Collections.swap(ready, random.nextInt(last + 1), last);
                return ready.remove(last);
            }

            @Override
            public int size() {
                return ready.size();
            }
        };
    }
}
