// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run queue whose order comes from outside: at each step any entry may be the next, and any timer that is due. Only what gives way stays
 * behind all that was there before, so that a task which looks again and again lets the others run that it waits for; and actions that were
 * posted do not overtake one another.
 *
 * <p>The entries are in the order in which they came, as in {@link Fifo}, and behind them are the timers: so the first of what there is to
 * choose is what a real loop takes.
 */
final class ExploredOrder implements RunQueue {
    private final Choices choices;
    private final DueTimers timers = new DueTimers();
    private final Firing firing = new Firing();

    private @Nullable Runnable[] entries = new Runnable[8];

    /** For each entry, up to which {@link #number} all others go before it; below 0 if it gives way to nobody. */
    private int[] givesWayTo = new int[8];

    /** The number of each entry, counted as they come. */
    private int[] number = new int[8];

    /** For each entry, whether it is an action that was posted. */
    private boolean[] posted = new boolean[8];

    private int size;
    private int added;

    /** How many of the entries give way. */
    private int polite;

    /** How many of the entries were posted. */
    private int posts;

    private boolean nextGivesWay;
    private @Nullable Runnable running;

    /** A hash of all that has run, in order. */
    private int soFar;

    private int steps;

    /** Whether the run is over: what is left runs in the order in which it came. */
    private boolean isOver;

    private final int mostSteps;

    /** After how many steps the run is broken off; its closing has as many again. */
    private int limit;

    ExploredOrder(Choices choices, int mostSteps) {
        this.choices = choices;
        this.mostSteps = mostSteps;
        this.limit = mostSteps;
    }

    /** How many entries and timers were taken. */
    int steps() {
        return steps;
    }

    /** Whether the entry that is added next gives way to those that are there. */
    void nextGivesWay(boolean yes) {
        nextGivesWay = yes;
    }

    /** Whether nobody chooses any more. */
    boolean isOver() {
        return isOver;
    }

    /** Lets nobody choose any more. */
    void over() {
        isOver = true;
    }

    /** Draws a lot, which is a choice as any other. */
    int draw(int bound) {
        return isOver ? 0 : choices.choose(bound, soFar);
    }

    @Override
    public void add(Runnable ready) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
            givesWayTo = Arrays.copyOf(givesWayTo, 2 * size);
            number = Arrays.copyOf(number, 2 * size);
            posted = Arrays.copyOf(posted, 2 * size);
        }
        entries[size] = ready;
        number[size] = added++;
        givesWayTo[size] = nextGivesWay ? added - 2 : -1;
        posted[size] = false;
        if (nextGivesWay) {
            polite++;
        }
        size++;
    }

    @Override
    public void post(Runnable action) {
        add(action);
        posted[size - 1] = true;
        posts++;
    }

    @Override
    public @Nullable Runnable poll() {
        running = null;
        boolean anyMayRun = polite == 0 && posts < 2;
        int count = anyMayRun ? size : mayRun();
        List<Timer<?>> due = timers.due();
        int all = count + due.size();
        if (all == 0) {
            return null;
        }
        if (steps >= limit) {
            limit = 2 * mostSteps;
            throw new BrokenOff(steps);
        }
        int chosen = all == 1 ? 0 : draw(all);
        Runnable next =
                chosen < count ? remove(anyMayRun ? chosen : placeOf(chosen)) : firing.of(due.get(chosen - count));
        steps++;
        soFar = 31 * soFar + idOf(next);
        running = next;
        return next;
    }

    private static int idOf(Runnable entry) {
        return entry instanceof SpawnedTask<?> task ? task.number() : -1;
    }

    /** How many entries need not wait for others. */
    private int mayRun() {
        int count = 0;
        boolean afterPost = false;
        for (int place = 0; place < size; place++) {
            if (mayRun(place, afterPost)) {
                count++;
            }
            afterPost |= posted[place];
        }
        return count;
    }

    /** The entries are in the order of their numbers, so the first is the one that others may have to wait for. */
    private boolean mayRun(int place, boolean afterPost) {
        return place == 0 || (givesWayTo[place] - number[0] < 0 && !(afterPost && posted[place]));
    }

    private int placeOf(int chosen) {
        int place = 0;
        boolean afterPost = false;
        for (int left = chosen; ; place++) {
            if (mayRun(place, afterPost) && left-- == 0) {
                return place;
            }
            afterPost |= posted[place];
        }
    }

    @SuppressWarnings("NullAway") // the place is taken
    private Runnable remove(int place) {
        Runnable removed = entries[place];
        if (givesWayTo[place] >= 0) {
            polite--;
        }
        if (posted[place]) {
            posts--;
        }
        int behind = --size - place;
        System.arraycopy(entries, place + 1, entries, place, behind);
        System.arraycopy(number, place + 1, number, place, behind);
        System.arraycopy(givesWayTo, place + 1, givesWayTo, place, behind);
        System.arraycopy(posted, place + 1, posted, place, behind);
        entries[size] = null;
        return removed;
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
        return size + timers.due().size();
    }

    /** Without the timers, at which no other thread may look. */
    @Override
    public int sizeSeen() {
        return size;
    }

    @Override
    @SuppressWarnings("NullAway") // the places below size are taken
    public void forEach(Consumer<Runnable> action) {
        for (int place = 0; place < size; place++) {
            action.accept(entries[place]);
        }
    }

    @Override
    public Timers timers() {
        return timers;
    }

    /** Timers that do not fire by themselves: those that are due may be taken from the queue. */
    private static final class DueTimers extends Timers {
        private long now;

        @Override
        void fireDue(long time) {
            now = time;
        }

        List<Timer<?>> due() {
            return size() == 0 ? List.of() : due(now);
        }
    }

    /** A timer that fires as an entry of its own. One object, for there is one at a time. */
    final class Firing implements Runnable {
        private @Nullable Timer<?> timer;

        Firing of(Timer<?> due) {
            timer = due;
            return this;
        }

        @Override
        @SuppressWarnings("NullAway") // set before
        public void run() {
            timers.fireNow(timer);
        }

        @Override
        public String toString() {
            return timer == null ? "a timer" : "the timer of " + timer.describe();
        }
    }
}
