// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a loop, as a binary heap whose entries know their place: setting and cancelling cost O(log n), and a
 * cancelled timer leaves nothing behind. Equal deadlines fire in the order they were set. Loop thread only.
 */
class Timers {
    private @Nullable Timer<?>[] heap = new Timer<?>[16];
    private int size;
    private int sequence;

    final int size() {
        return size;
    }

    /** Adds a timer that is not set. */
    final void set(Timer<?> timer, long deadline) {
        set(timer, deadline, nextPlace());
    }

    /** Adds a timer that is not set, at a place among equal deadlines that was {@linkplain #nextPlace taken} before. */
    final void set(Timer<?> timer, long deadline, int place) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.deadline = deadline;
        timer.sequence = place;
        siftUp(timer, size++);
    }

    /** Takes a place among equal deadlines: behind the timers that were set before, and in front of those that are set later. */
    final int nextPlace() {
        return sequence++;
    }

    /** Cancels a timer; does nothing if it is not set. One of another loop is refused, for it would take away another timer of this one. */
    final void cancel(Timer<?> timer) {
        int hole = timer.index;
        if (hole >= 0) {
            if (hole >= size || heap[hole] != timer) {
                throw Timer.elsewhere("A timer");
            }
            remove(hole);
        }
    }

    /** Nanoseconds until the next deadline, 0 if it is due; {@code Long.MAX_VALUE} without timers. */
    final long untilNext(long now) {
        Timer<?> first = heap[0];
        return first == null ? Long.MAX_VALUE : Math.max(0, first.deadline - now);
    }

    /** For how many nanoseconds the first timer has been due; negative if none is. */
    final long late(long now) {
        Timer<?> first = heap[0];
        return first == null ? Long.MIN_VALUE : now - first.deadline;
    }

    /** Fires every timer that is due, and was set before this call. */
    void fireDue(long now) {
        int setBefore = sequence;
        for (Timer<?> first = heap[0];
                first != null && first.deadline - now <= 0 && first.sequence - setBefore < 0;
                first = heap[0]) {
            remove(0);
            fire(first);
        }
    }

    /** The timers that are due, in the order in which {@link #fireDue} fires them. For a loop that fires them in another one. */
    final List<Timer<?>> due(long now) {
        if (untilNext(now) > 0) {
            return List.of();
        }
        List<Timer<?>> due = new ArrayList<>();
        for (int place = 0; place < size; place++) {
            if (at(place).deadline - now <= 0) {
                due.add(at(place));
            }
        }
        due.sort((a, b) -> isBefore(a, b) ? -1 : 1); // no two are the same
        return due;
    }

    /** Fires a timer that is due, before or after others that are. */
    final void fireNow(Timer<?> due) {
        remove(due.index);
        fire(due);
    }

    /** Fires a timer that has left the heap. One for which there was no memory fires again the next time: the wait counts on it. */
    private void fire(Timer<?> timer) {
        try {
            timer.fire();
        } catch (Throwable thrown) { // the others are due as well
            Fence.failed("The timer", timer, null, thrown);
            if (thrown instanceof VirtualMachineError && !timer.isSet()) {
                set(timer, timer.deadline);
            }
        }
    }

    private void remove(int hole) {
        Timer<?> removed = at(hole);
        Timer<?> last = at(--size);
        heap[size] = null;
        removed.index = -1;
        if (last != removed) {
            siftDown(last, hole);
            if (last.index == hole) {
                siftUp(last, hole);
            }
        }
    }

    private void siftUp(Timer<?> timer, int from) {
        int place = from;
        while (place > 0) {
            Timer<?> parent = at((place - 1) / 2);
            if (!isBefore(timer, parent)) {
                break;
            }
            put(parent, place);
            place = (place - 1) / 2;
        }
        put(timer, place);
    }

    private void siftDown(Timer<?> timer, int from) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), timer)) {
                break;
            }
            put(at(child), place);
            place = child;
        }
        put(timer, place);
    }

    private void put(Timer<?> timer, int place) {
        heap[place] = timer;
        timer.index = place;
    }

    @SuppressWarnings("NullAway") // every place below size is filled
    private Timer<?> at(int place) {
        return heap[place];
    }

    /** Compares by difference, since the origin of nanoTime is arbitrary and may wrap, as the sequence does. */
    private static boolean isBefore(Timer<?> a, Timer<?> b) {
        long difference = a.deadline - b.deadline;
        return difference < 0 || (difference == 0 && a.sequence - b.sequence < 0);
    }
}
