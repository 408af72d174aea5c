// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Priority;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run queue whose entries are of normal priority, until one comes that is not: then it has a queue of its kind for each of the others
 * (decision 63). So a loop without priorities pays a look at one field. What its subclass does is for entries of one priority.
 */
abstract class Leveled implements RunQueue {
    private @Nullable Levels levels;

    /** Makes a queue of its kind, for entries of another priority. */
    abstract Leveled another();

    /** Takes the next entry of its own, which then is {@link #taken}; null if there is none. */
    abstract @Nullable Runnable take();

    /** The entry of its own that was taken last; null after {@link #end}. */
    abstract @Nullable Runnable taken();

    /** The entry of its own that was taken last runs no longer. */
    abstract void end();

    /** The number of its own entries. */
    abstract int count();

    /** The same for any thread: it may be a little old, and is never less than 0. */
    int countSeen() {
        return count();
    }

    abstract void each(Consumer<Runnable> action);

    @Override
    public final void add(Runnable ready, Priority priority) {
        if (priority == Priority.NORMAL) {
            add(ready);
            return;
        }
        if (levels == null) {
            levels = new Levels(this);
        }
        levels.of(priority).add(ready);
    }

    @Override
    public final @Nullable Runnable poll() {
        if (levels == null) {
            return take();
        }
        ended();
        return levels.next().take();
    }

    @Override
    public final @Nullable Runnable running() {
        Runnable own = taken();
        return own == null && levels != null ? levels.taken() : own;
    }

    @Override
    public final void ended() {
        end();
        if (levels != null) {
            levels.end();
        }
    }

    @Override
    public final int size() {
        return levels == null ? count() : count() + levels.count();
    }

    @Override
    public final int sizeSeen() {
        Levels others = levels;
        return others == null ? countSeen() : countSeen() + others.countSeen();
    }

    @Override
    public final void forEach(Consumer<Runnable> action) {
        each(action);
        if (levels != null) {
            levels.each(action);
        }
    }

    /** The queues of all priorities, and how often one of them was passed over. */
    private static final class Levels {
        /** How many steps in a row others may make while an entry waits whose priority is lower. */
        private static final int MOST_PASSED = 7;

        private final Leveled high;
        private final Leveled normal;
        private final Leveled low;

        /** From which the last entry was taken. Heap dumps are read by this. */
        private @Nullable Leveled last;

        private int normalPassed;
        private int lowPassed;

        Levels(Leveled normal) {
            this.normal = normal;
            high = normal.another();
            low = normal.another();
        }

        Leveled of(Priority priority) {
            return priority == Priority.HIGH ? high : low;
        }

        /** The queue from which the next entry is to be taken; it may be empty if all are. */
        Leveled next() {
            Leveled next = choose();
            normalPassed = next == high && normal.count() > 0 ? normalPassed + 1 : next == normal ? 0 : normalPassed;
            lowPassed = next != low && low.count() > 0 ? lowPassed + 1 : 0;
            last = next;
            return next;
        }

        private Leveled choose() {
            if (low.count() > 0 && lowPassed >= MOST_PASSED) {
                return low;
            }
            if (high.count() > 0 && (normal.count() == 0 || normalPassed < MOST_PASSED)) {
                return high;
            }
            return normal.count() > 0 ? normal : low;
        }

        @Nullable
        Runnable taken() {
            return last == null ? null : last.taken();
        }

        void end() {
            high.end();
            low.end();
        }

        int count() {
            return high.count() + low.count();
        }

        int countSeen() {
            return high.countSeen() + low.countSeen();
        }

        void each(Consumer<Runnable> action) {
            high.each(action);
            low.each(action);
        }
    }
}
