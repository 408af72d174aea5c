// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.UnseenFailure;
import dev.weft.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A simulated loop for one schedule of many: what happens next is chosen outside, wherever more than one thing could. */
public final class ExploredLoop extends SimulatedEventLoop {
    private final ExploredOrder order;
    private final Lots lots;
    private final @Nullable StepRecord record;
    private final List<UnseenFailure> unseen = new ArrayList<>(0);

    /** Whether a fault was drawn on the thread of a call. */
    private volatile boolean otherThreadHasDrawn;

    /**
     * Makes a loop whose clock begins at 0.
     *
     * @param choices what decides
     * @param mostSteps after how many steps the run is broken off
     * @param record what is told of each step, or null
     */
    public ExploredLoop(Choices choices, int mostSteps, @Nullable StepRecord record) {
        this(new ExploredOrder(choices, mostSteps), record);
    }

    private ExploredLoop(ExploredOrder order, @Nullable StepRecord record) {
        this(order, new Lots(order), record);
    }

    private ExploredLoop(ExploredOrder order, Lots lots, @Nullable StepRecord record) {
        super(record == null ? order : record.around(order), lots, order::draw, OptionalLong.empty());
        this.order = order;
        this.lots = lots;
        this.record = record;
        watch.failures.patient = true;
        setExceptionHandler(unseen::add);
    }

    /** Puts the waiter behind all that is ready, so that it overtakes nothing of that. */
    @Override
    void wakeLast(Waiter waiter) {
        order.nextGivesWay(true);
        try {
            super.wakeLast(waiter);
        } finally {
            order.nextGivesWay(false);
        }
    }

    /**
     * A fault is a choice as a lot of two outcomes is, of which a real loop takes that without. What another thread draws is none: when it
     * does so depends on more than the choices.
     */
    @Override
    boolean drawsFault(double probability, Random lots) {
        if (isLoopThread()) {
            return order.draw(2) == 1;
        }
        otherThreadHasDrawn = true;
        return super.drawsFault(probability, lots);
    }

    @Override
    String whichRun() {
        return "the run was one of an Explorer";
    }

    /** It has no seed, and the schedule is known when the run is over: the report of the explorer has it. */
    @Override
    String again() {
        return "This is one run of an Explorer. To make it again, take the line with Explorer.replay(...) at the end of its report.";
    }

    /** Returns how many steps of tasks, actions and timers have run. */
    @Override
    public long steps() {
        return order.steps();
    }

    /**
     * Says whether the run has drawn a lot of which one outcome was tried.
     *
     * @return false if each lot was one of few outcomes, which are choices, and drawn on the loop's thread
     */
    public boolean hasOtherLots() {
        return lots.hasOthers() || otherThreadHasDrawn;
    }

    /**
     * Returns the failures that nobody has seen.
     *
     * @return those of the run, and after {@link #end} those of all tasks
     */
    public List<UnseenFailure> unseen() {
        return unseen;
    }

    /** Closes as any simulated loop, in the order of a real one; without looking who calls, which would take longer than many a schedule. */
    public void end() {
        order.over();
        if (record != null) {
            record.over();
        }
        endWithFaults(() -> close("the end of its schedule"));
    }
}
