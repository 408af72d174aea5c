// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.FaultPoints;
import dev.weft.abi.SourceLocation;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One fault, and when it happens. Guarded by the faults that it is of. */
final class PlantedFault implements FaultPoints.Fault {
    private final PlantedFaults all;
    private final String point;
    final @Nullable Supplier<? extends Throwable> failure;
    final long nanos;
    private final @Nullable SourceLocation where;
    private final Reaches bySteps;
    private final Reaches byCalls;

    /** From which time to which. */
    private int from = 1;

    private int to = Integer.MAX_VALUE;
    private double probability = 1;
    private boolean mayNotHappen;

    private int due;
    private int happened;

    /**
     * How often the point was reached, and lots. By steps of tasks and by calls on other threads apart: when such a call comes by is no
     * function of the seed.
     */
    private static final class Reaches {
        final Random random;
        int count;

        Reaches(Random random) {
            this.random = random;
        }
    }

    PlantedFault(
            PlantedFaults all,
            String point,
            @Nullable Supplier<? extends Throwable> failure,
            long nanos,
            @Nullable SourceLocation where,
            Function<String, Random> lots) {
        this.all = all;
        this.point = point;
        this.failure = failure;
        this.nanos = nanos;
        this.where = where;
        this.bySteps = new Reaches(lots.apply("steps"));
        this.byCalls = new Reaches(lots.apply("calls"));
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
    boolean isDueAt(String reachedPoint, boolean inCall) {
        if (!isFor(reachedPoint)) {
            return false;
        }
        Reaches by = inCall ? byCalls : bySteps;
        int time = ++by.count;
        if (time < from || time > to || !isDrawn(by.random)) {
            return false;
        }
        due++;
        return true;
    }

    private boolean isDrawn(Random random) {
        return probability == 1 || (probability > 0 && all.draws(probability, random));
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
        return !mayNotHappen && happened == 0 && (probability == 1 || Math.max(bySteps.count, byCalls.count) < from);
    }

    String whyNot() {
        if (due > 0) {
            return "whenever it was due, a failure that was planted before it was thrown.";
        }
        if (bySteps.count + byCalls.count == 0) {
            return "no code reached that point.";
        }
        String apart = bySteps.count == 0 || byCalls.count == 0
                ? ""
                : " by steps, and apart from that " + byCalls.count + " by calls";
        return "it is for the time " + from + ", and the point was reached "
                + (bySteps.count == 0 ? byCalls.count : bySteps.count) + " times" + apart + '.';
    }

    /** What was planted, and where, for messages. */
    @Override
    public String toString() {
        return (failure == null ? "The delay" : "The failure") + " planted at \"" + point + '"'
                + (where == null ? "" : " by " + where);
    }
}
