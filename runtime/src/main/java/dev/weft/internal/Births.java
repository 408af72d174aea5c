// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/**
 * The numbers of a loop's tasks, and when they were given out: so the age of a task is known, and no task has a field for it. An entry says
 * that the tasks up to a number had been made by a time; there are some hundreds at most, so that the older a task is, the less exact is
 * its age: it may count as younger by an eighth. The loop's thread writes, others may read what is a little old.
 *
 * <p>The loop's thread reserves some numbers at a time, and so needs no lock for the next task. It lets go of them as soon as another thread
 * has been given one, or asks for the newest: what is made later has a greater number.
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

    /** How many numbers are reserved at a time. A lock that nobody else wants takes a fifth of what a task takes from its start to its end. */
    private static final int RESERVED = 16;

    private final int[] upTo = new int[CAPACITY];
    private final long[] times = new long[CAPACITY];
    private volatile int size;

    /** The number that was given out or reserved last. Written under the lock. */
    private volatile int given;

    /** The last number that is reserved, which is {@link #given}; if it is not, none is. Written by the loop's thread, under the lock. */
    private int reserved = -1;

    /** The one of these that was given out last. Loop thread; others read what is a little old. */
    private int made = -1;

    /** Gives out the next number. Loop thread only. */
    int next() {
        if (made == reserved || given != reserved) {
            reserve();
        }
        return ++made;
    }

    private synchronized void reserve() {
        made = given;
        reserved = made + RESERVED;
        given = reserved;
    }

    /** Gives out the next number to another thread. */
    synchronized int nextOutside() {
        return ++given;
    }

    /** The thread that runs the loop lets go of it: who spawns next has the next number, whichever thread that is. */
    void letGo() {
        if (made != reserved) {
            giveBack();
        }
    }

    private synchronized void giveBack() {
        if (given == reserved) {
            given = made;
        }
        made = given - 1;
        reserved = made;
    }

    /** What was made before has no greater number, and what is made later has. Any thread. */
    synchronized int divide() {
        return given == reserved ? ++given : given;
    }

    /** The number that was given out last, as the calling thread sees it. */
    int newest() {
        int all = given;
        return all == reserved ? made : all;
    }

    /** A turn is over that began at a time. Costs a comparison where no task was made in it. */
    void turnEnded(long begun) {
        int last = size - 1;
        int newest = newest();
        if (newest != (last < 0 ? 0 : upTo[last])) {
            note(newest, begun, last);
        }
    }

    /**
     * A task that another thread has made is taken in, perhaps long after. Loop thread only.
     *
     * @param number the task's
     * @param made when it was made
     */
    void takenIn(int number, long made) {
        int last = size - 1;
        if (last < 0 || number - upTo[last] > 0) {
            note(number, made, last);
        }
    }

    private void note(int newest, long now, int last) {
        if (last >= 0 && now - times[last] < RESOLUTION_NANOS) {
            upTo[last] = newest;
            return;
        }
        if (size == CAPACITY) {
            thin(now);
        }
        int next = size;
        upTo[next] = newest;
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
