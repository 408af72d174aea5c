// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.internal.Choices;
import dev.weft.internal.ExploredLoop;
import dev.weft.internal.StepRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a program in one order, and records each step. */
final class OrderReplay extends Explorer {
    private final Schedule schedule;

    OrderReplay(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    Exploration explore(Program<?> program) {
        Once once = new Once();
        Throwable failure = once.failure(program);
        if (failure == null) {
            return new Exploration(1, 1, false, once.steps, Optional.empty(), "The order passes");
        }
        return new Exploration(1, 0, false, once.steps, Optional.of(once.failed(program, failure)), "The order fails");
    }

    /** Runs a program in an order in which it has failed. */
    FailedRun again(Program<?> program) {
        Once once = new Once();
        Throwable failure = once.failure(program);
        return once.failed(
                program,
                failure == null
                        ? new IllegalStateException("The program is not deterministic: the order " + schedule
                                + " has failed, and now passes." + Path.WHAT_IS_NOT_DETERMINISTIC)
                        : failure);
    }

    /** One run in the order. */
    private final class Once implements Choices {
        private final StepRecord record = new StepRecord();
        private int made;
        private long steps;

        /** The first place where the program had another number of things to choose from; null if there is none. */
        private @Nullable String mismatch;

        @Override
        public int choose(int alternatives, int soFar) {
            Schedule.Departure departure = schedule.departures().get(made++);
            if (made > schedule.lastFrom()) {
                return alternatives - 1;
            }
            if (departure == null) {
                return 0;
            }
            if (departure.of() != alternatives && mismatch == null) {
                mismatch = "at choice " + made + " the program has " + alternatives + " things to choose from, and not "
                        + departure.of();
            }
            return Math.min(departure.taken(), alternatives - 1);
        }

        @Nullable
        Throwable failure(Program<?> program) {
            ExploredLoop loop = new ExploredLoop(this, schedule.mostSteps(), record);
            Throwable failure = program.failureOn(loop, loop::end, loop.unseen());
            steps = loop.steps();
            if (mismatch == null && !schedule.isOver(made)) {
                mismatch = "the program has only " + made + " choices";
            }
            return mismatch == null ? failure : notTheSame(failure);
        }

        private Throwable notTheSame(@Nullable Throwable failure) {
            IllegalStateException other = new IllegalStateException("The order is that of another program: " + mismatch
                    + ". If the program is as it was, it is not deterministic." + Path.WHAT_IS_NOT_DETERMINISTIC);
            if (failure != null) {
                other.addSuppressed(failure);
            }
            return other;
        }

        private FailedRun failed(Program<?> program, Throwable failure) {
            String order = schedule.toString();
            return new FailedRun(order, failure, record.lines(), program.replayOf('"' + order + '"'));
        }
    }
}
