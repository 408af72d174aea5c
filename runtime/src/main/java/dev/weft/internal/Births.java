// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/**
 * The numbers of a loop's tasks, and when they were given out: so the age of a task is known, and no task has a field for it. An entry says
 * that the tasks up to a number had been made by a time; there are some hundreds at most, so that the older a task is, the less exact is
 * its age: it may count as younger by an eighth. The loop's thread writes, others may read what is a little old.
 */
final class Births {
    /** How many entries there are at most. */
    private static final int CAPACITY = 512;

    /** Tasks that were made within this time share an entry. */
    private static final long RESOLUTION_NANOS = 4_000_000;

    /**
     * An age is wrong by one of so many parts at most. Of two neighbouring gaps one is then larger than half of such a part, so that a loop
     * that runs for a year needs some 330 entries, and each further one a few more.
     */
    private static final int PARTS_OF_AN_AGE = 8;

    private final int[] upTo = new int[CAPACITY];
    private final long[] times = new long[CAPACITY];
    private volatile int size;

    /** The number of the task that was made last. */
    private int made;

    /** Gives out the next number. Under the lock of {@link LoopTasks}. */
    int next() {
        return ++made;
    }

    /** The number that was given out last, as the calling thread sees it. */
    int newest() {
        return made;
    }

    /** A turn is over that began at a time. Costs a comparison where no task was made in it. */
    void turnEnded(long begun) {
        int last = size - 1;
        if (made != (last < 0 ? 0 : upTo[last])) {
            note(begun, last);
        }
    }

    private void note(long now, int last) {
        if (last >= 0 && now - times[last] < RESOLUTION_NANOS) {
            upTo[last] = made;
            return;
        }
        if (size == CAPACITY) {
            thin(now);
        }
        int next = size;
        upTo[next] = made;
        times[next] = now;
        size = next + 1; // last: others see whole entries
    }

    /**
     * Makes room: an entry goes where those beside it are no further apart than a part of its age, and its tasks count as so much younger.
     * The first one stays, for nothing says more of how old the oldest tasks are.
     */
    private void thin(long now) {
        int kept = 1;
        for (int i = 1; i < CAPACITY; i++) {
            boolean isLast = i == CAPACITY - 1;
            if (isLast || times[i + 1] - times[kept - 1] > (now - times[i]) / PARTS_OF_AN_AGE) {
                upTo[kept] = upTo[i];
                times[kept++] = times[i];
            }
        }
        size = kept;
    }

    /**
     * Says when a task was made. Any thread.
     *
     * @param number the task's
     * @param begun when the last turn began, for a task that was made in it
     * @return nanoseconds on the loop's clock
     */
    long timeOf(int number, long begun) {
        int count = size;
        int low = 0;
        int high = count;
        while (low < high) { // the first entry that has the number
            int middle = (low + high) >>> 1;
            if (upTo[middle] - number < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < count ? times[low] : begun;
    }
}
