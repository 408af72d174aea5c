// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops of the process that are not closed, each with a number. None is kept alive by this. Any thread; takes no lock to list. */
public final class Loops {
    /** By their numbers, so that they are listed in order without being sorted. */
    private static final Map<Integer, Entry> ALL = new ConcurrentSkipListMap<>();

    private static final ReferenceQueue<LoopEngine> COLLECTED = new ReferenceQueue<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** The time of day of the moment that is {@link #CLOCK_NANOS} on the clock of loops: a heap dump has the time of day alone (decision 51). */
    static final long DAY_MILLIS = System.currentTimeMillis();

    /** The moment of {@link #DAY_MILLIS} on the clock of loops. */
    static final long CLOCK_NANOS = System.nanoTime();

    private Loops() {}

    /** The place of one loop. */
    static final class Entry extends WeakReference<LoopEngine> {
        final int number = NUMBER.incrementAndGet();

        private Entry(LoopEngine loop) {
            super(loop, COLLECTED);
        }
    }

    /** Adds a loop that is being made. */
    static Entry add(LoopEngine loop) {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            ALL.remove(((Entry) gone).number);
        }
        Entry entry = new Entry(loop);
        ALL.put(entry.number, entry);
        return entry;
    }

    /** Removes a loop that has closed. */
    static void remove(Entry entry) {
        ALL.remove(entry.number);
        entry.clear();
    }

    /** Whether there is no loop that is open. */
    static boolean areNone() {
        ALL.values().removeIf(entry -> entry.get() == null);
        return ALL.isEmpty();
    }

    /**
     * Lists the loops.
     *
     * @return those that are open, in the order in which they were made
     */
    public static List<LoopEngine> list() {
        return ALL.values().stream().map(Entry::get).filter(Objects::nonNull).toList();
    }
}
