// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.watch.Stall.Of;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of one loop, look by look, whether it stalls. A step stalls the loop that has held it for as long as the threshold; and so do the short
 * steps of a turn together. Time counts in which the thread waits, or has a processor: so a machine that gives it none, a garbage collection
 * and a suspended process are no stalls. Where a look comes late, of the time before it counts twice what was planned. One thread.
 */
final class Judge {
    /** Of the time between two looks counts at most so many times what was planned. */
    private static final int LATE = 2;

    private final long threshold;

    /** The look before, while the loop was in a turn. */
    private @Nullable Reading before;

    private Stretch step;
    private Stretch turn;

    /** Makes the judge of a loop that may be held for a number of nanoseconds. */
    Judge(long threshold) {
        this.threshold = threshold;
        this.step = new Stretch(Of.STEP, threshold, 0);
        this.turn = new Stretch(Of.TURN, threshold, 0);
    }

    /** Whether the loop was in this turn at the last look, so that it is worth a closer one. */
    boolean isIn(int number) {
        return before != null && before.turn() == number;
    }

    /** Takes a look, and returns what is to be said. */
    List<Stall> look(Reading reading) {
        List<Stall> stalls = new ArrayList<>(0);
        Reading last = before;
        if (last != null && reading.isInTurn() && last.turn() == reading.turn()) {
            goesOn(last, reading, stalls);
        } else {
            ends(last, reading, stalls);
            begins(last, reading);
        }
        before = reading.isInTurn() ? reading : null;
        return stalls;
    }

    private void goesOn(Reading last, Reading reading, List<Stall> stalls) {
        long passed = passed(last, reading);
        long counted = counted(last, reading, passed);
        long unseen = reading.now() - last.now() - passed;
        turn.add(0, unseen);
        if (last.step() == reading.step()) {
            step.add(counted, unseen);
            add(stalls, step.due(reading.now()));
            return;
        }
        add(stalls, step.ended(reading.now()));
        turn.add(counted + (step.isReported() ? 0 : step.counted()), 0);
        step = new Stretch(Of.STEP, threshold, reading.now());
        add(stalls, turn.due(reading.now()));
    }

    private void ends(@Nullable Reading last, Reading reading, List<Stall> stalls) {
        if (last != null) {
            boolean isNext = reading.isInTurn() && reading.begun() > last.now() && reading.begun() < reading.now();
            long end = isNext ? reading.begun() : reading.now();
            add(stalls, step.ended(end));
            add(stalls, turn.ended(end));
        }
    }

    private void begins(@Nullable Reading last, Reading reading) {
        long latest = Math.min(reading.begun(), reading.now());
        long start = Math.max(latest, last == null ? reading.now() - reading.planned() : last.now());
        step = new Stretch(Of.STEP, threshold, start);
        turn = new Stretch(Of.TURN, threshold, start);
    }

    private static void add(List<Stall> stalls, @Nullable Stall stall) {
        if (stall != null) {
            stalls.add(stall);
        }
    }

    /** How much of the time between two looks has passed for the program, as far as the watch knows. */
    private static long passed(Reading last, Reading reading) {
        return Math.min(reading.now() - last.now(), LATE * reading.planned());
    }

    /** How much of it counts. */
    private static long counted(Reading last, Reading reading, long passed) {
        long ran = ran(last.cpu(), reading.cpu(), passed);
        return switch (reading.activity()) {
            case IDLE, TURNS, LOADS_CLASSES -> 0;
            case WAITS -> passed;
            case IN_NATIVE_CODE -> last.activity() == Activity.IN_NATIVE_CODE ? passed : ran;
            case RUNS -> ran;
        };
    }

    private static long ran(long before, long now, long passed) {
        if (now == Reading.UNTOLD) {
            return passed / 2; // the machine may have given it to others
        }
        return before < 0 || now < 0 ? 0 : Math.min(passed, now - before);
    }
}
