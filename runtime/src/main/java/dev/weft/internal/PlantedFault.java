// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.FaultPoints;
import dev.weft.abi.SourceLocation;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One fault, and when it happens. Guarded by the faults that it is of. */
final class PlantedFault implements FaultPoints.Fault {
    private final PlantedFaults all;
    private final String point;
    final @Nullable Supplier<? extends Throwable> failure;
    final long nanos;
    private final @Nullable SourceLocation where;
    private final Random random;

    /** From which time to which. */
    private int from = 1;

    private int to = Integer.MAX_VALUE;
    private double probability = 1;
    private boolean mayNotHappen;

    private int reached;
    private int due;
    private int happened;

    PlantedFault(
            PlantedFaults all,
            String point,
            @Nullable Supplier<? extends Throwable> failure,
            long nanos,
            @Nullable SourceLocation where,
            Random random) {
        this.all = all;
        this.point = point;
        this.failure = failure;
        this.nanos = nanos;
        this.where = where;
        this.random = random;
    }

    @Override
    public FaultPoints.Fault nth(int time) {
        return between(time, time);
    }

    @Override
    public FaultPoints.Fault first(int times) {
        return between(1, times);
    }

    private FaultPoints.Fault between(int first, int last) {
        if (last < 1) {
            throw new IllegalArgumentException("a fault for the time " + last + "; times are counted from 1");
        }
        synchronized (all) {
            from = first;
            to = last;
            return this;
        }
    }

    @Override
    public FaultPoints.Fault withProbability(double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("a probability of " + chance + ", which is not between 0 and 1");
        }
        synchronized (all) {
            probability = chance;
            return this;
        }
    }

    @Override
    public FaultPoints.Fault mayNotHappen() {
        synchronized (all) {
            mayNotHappen = true;
            return this;
        }
    }

    /** Counts a point that was reached, and draws. */
    boolean isDueAt(String reachedPoint) {
        if (!isFor(reachedPoint)) {
            return false;
        }
        reached++;
        if (reached < from || reached > to || (probability < 1 && random.nextDouble() >= probability)) {
            return false;
        }
        due++;
        return true;
    }

    /** It was due, and no other stands before it. */
    void happens() {
        happened++;
    }

    private boolean isFor(String reachedPoint) {
        return point.endsWith("*")
                ? reachedPoint.startsWith(point.substring(0, point.length() - 1))
                : point.equals(reachedPoint);
    }

    Throwable newFailure() {
        Throwable made = Objects.requireNonNull(failure).get();
        return made != null ? made : new NullPointerException(this + " has a supplier that returned null");
    }

    /** Whether it could have been left out. */
    boolean isInVain() {
        return !mayNotHappen && happened == 0 && (probability == 1 || reached < from);
    }

    String whyNot() {
        if (due > 0) {
            return "whenever it was due, a failure that was planted before it was thrown.";
        }
        return reached == 0
                ? "no code reached that point."
                : "it is for the time " + from + ", and the point was reached " + reached + " times.";
    }

    /** What was planted, and where, for messages. */
    @Override
    public String toString() {
        return (failure == null ? "The delay" : "The failure") + " planted at \"" + point + '"'
                + (where == null ? "" : " by " + where);
    }
}
