// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.abi.Frame;
import dev.weft.internal.ObservedTask;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StepObserver;
import dev.weft.internal.Transition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The last transitions of one loop, in arrays that are as long as they will ever be: to note one makes no object. Keeps no task, and of a
 * frame only the constant of its lines. Written on the loop's thread.
 */
final class Ring implements StepObserver {
    private static final Transition[] ALL = Transition.values();
    private static final VarHandle NOTED;

    static {
        try {
            NOTED = MethodHandles.lookup().findVarHandle(Ring.class, "noted", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final long[] nanos;
    private final int[] tasks;
    private final byte[] transitions;
    private final short[] states;
    private final @Nullable Object[] labels;
    private final @Nullable String[] places;

    /** How many were noted ever. Written behind what it counts. */
    private long noted;

    /** The number of the oldest that a copy has; of others, what {@link #first} says. */
    private long oldest;

    /** Makes a ring with room for this many. */
    Ring(int capacity) {
        nanos = new long[capacity];
        tasks = new int[capacity];
        transitions = new byte[capacity];
        states = new short[capacity];
        labels = new Object[capacity];
        places = new String[capacity];
    }

    private Ring(Ring other) {
        nanos = other.nanos.clone();
        tasks = other.tasks.clone();
        transitions = other.transitions.clone();
        states = other.states.clone();
        labels = other.labels.clone();
        places = other.places.clone();
        noted = other.noted;
    }

    /** What was noted so far. On the loop's thread, or while none runs it. */
    Ring copy() {
        return new Ring(this);
    }

    /** What was noted so far, without what the loop's thread may have written over meanwhile. On another thread. */
    Ring copyFromOutside() {
        long end = (long) NOTED.getAcquire(this);
        Ring copy = new Ring(this);
        VarHandle.acquireFence();
        long next = (long) NOTED.getOpaque(this); // this one may be half written
        copy.noted = end;
        copy.oldest = next - nanos.length + 1;
        return copy;
    }

    @Override
    public void sees(Transition transition, @Nullable SpawnedTask<?> task) {
        if (task != null || transition == Transition.ACTION_BEGINS || transition == Transition.ACTION_ENDS) {
            note(transition, task);
        }
    }

    @SuppressWarnings("EnumOrdinal") // a byte of the ring, which nobody keeps longer than the program runs
    private void note(Transition transition, @Nullable SpawnedTask<?> task) {
        int at = at(noted);
        Frame<?> frame = task == null || !transition.waits() ? null : ObservedTask.frame(task);
        nanos[at] = System.nanoTime();
        transitions[at] = (byte) transition.ordinal();
        tasks[at] = task == null ? 0 : ObservedTask.number(task);
        labels[at] = task == null ? null : ObservedTask.label(task);
        places[at] = frame == null ? null : frame.places();
        states[at] = frame == null ? 0 : frame.state;
        NOTED.setRelease(this, noted + 1);
        VarHandle.storeStoreFence(); // or another thread might see the next one begun before this one is counted
    }

    private int at(long number) {
        return (int) (number % nanos.length);
    }

    /** The number of the oldest that is still there; the newest has one less than {@link #noted}. */
    long first() {
        return Math.max(oldest, Math.max(0, noted - nanos.length));
    }

    long noted() {
        return noted;
    }

    long nanos(long number) {
        return nanos[at(number)];
    }

    Transition transition(long number) {
        return ALL[transitions[at(number)]];
    }

    /** The number of the task; 0 for an action. */
    int task(long number) {
        return tasks[at(number)];
    }

    String name(long number) {
        return task(number) == 0 ? "" : ObservedTask.name(labels[at(number)], task(number));
    }

    /** The line at which the task waits, or at which it was spawned; null if there is none, or it does not matter. */
    @Nullable
    StackTraceElement line(long number) {
        int at = at(number);
        return transition(number) == Transition.SPAWNED
                ? ObservedTask.site(labels[at])
                : ObservedTask.line(places[at], states[at]);
    }
}
