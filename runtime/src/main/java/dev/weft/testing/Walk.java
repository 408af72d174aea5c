// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.internal.BrokenOff;
import dev.weft.internal.ExploredLoop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A walk through all orders of a program, in passes: first those that depart once at most from the order of a real loop, then twice, then
 * all. So what is to be found in few departures is found soon, though the orders are more than can be tried. The last pass goes from the
 * other end, where each task runs as long as it can: one that asks again and again would come to that after as many orders as steps.
 */
final class Walk {
    /** The bounds of the passes before that without a bound. */
    private static final int FIRST_PASSES = 2;

    /** How many steps may be run to find a shorter schedule that fails, beside as many as were run to find the first. */
    private static final int MOST_TO_SHORTEN = 1_000_000;

    private final Program<?> program;
    private final Limits limits;

    /** The schedules tried, each counted once. */
    private long tried;

    private long steps;

    /** Whether a run has drawn a lot of which one outcome was tried. */
    private boolean hasOtherLots;

    Walk(Program<?> program, Limits limits) {
        this.program = program;
        this.limits = limits;
    }

    Exploration explore() {
        int before = -1;
        for (int most = 1; ; most++) {
            int bound = Math.min(most > FIRST_PASSES ? Integer.MAX_VALUE : most, limits.departures());
            Path path = bound == Integer.MAX_VALUE ? Path.fromLast() : new Path(bound);
            Pass pass = new Pass(path, before, limits.schedules() - tried, Long.MAX_VALUE);
            tried += pass.run();
            if (pass.failure != null) {
                return failed(bound <= FIRST_PASSES || pass.isEndless() ? pass : shorter(pass));
            }
            if (pass.isCut || !pass.path.hasLeftOut() || bound == limits.departures()) {
                return passed(!pass.isCut && !pass.path.hasLeftOut());
            }
            before = bound;
        }
    }

    /** Looks for a schedule that fails and departs less often. */
    private Pass shorter(Pass found) {
        long mostSteps = 2 * steps + MOST_TO_SHORTEN;
        for (int most = FIRST_PASSES + 1; most < found.path.departures() && steps < mostSteps; most++) {
            Pass pass = new Pass(new Path(most), most - 1, Long.MAX_VALUE, mostSteps);
            pass.run();
            if (pass.failure != null) {
                return pass;
            }
        }
        return found;
    }

    private Exploration passed(boolean all) {
        String headline = all
                ? (tried == 1 ? "The only order passes" : "All " + tried + " orders pass")
                : tried + " orders pass, and there are more, which were not tried";
        String lots = hasOtherLots
                ? "; of each lot with more than eight outcomes, or drawn without a bound or on another thread, one outcome was tried"
                : "";
        return new Exploration(tried, tried, all && !hasOtherLots, steps, Optional.empty(), headline + lots);
    }

    private Exploration failed(Pass pass) {
        String schedule = pass.isEndless() ? pass.path.scheduleWithoutEnd() : pass.path.schedule();
        String headline = "An order fails that departs " + times(pass.path.departures())
                + " from that of a real loop, after " + (tried - 1) + " that passed";
        return new Exploration(tried, tried - 1, false, steps, Optional.of(again(schedule)), headline);
    }

    private static String times(int number) {
        return number == 0 ? "nowhere" : number == 1 ? "once" : number + " times";
    }

    /** Runs a schedule again to see each step. */
    private FailedRun again(String schedule) {
        return new OrderReplay(Schedule.parse(schedule).within(limits.steps())).again(program);
    }

    /** The schedules up to a number of departures. */
    private final class Pass {
        private final Path path;

        /** Schedules with as many departures as this were tried in a pass before. */
        private final int before;

        private final long most;
        private final long mostSteps;
        private @Nullable Throwable failure;

        /** Whether there were more schedules than were to be tried. */
        private boolean isCut;

        Pass(Path path, int before, long most, long mostSteps) {
            this.path = path;
            this.before = before;
            this.most = most;
            this.mostSteps = mostSteps;
        }

        /** Whether the schedule that fails has not ended after all its steps. */
        boolean isEndless() {
            return failure instanceof BrokenOff;
        }

        /** Runs until one fails, and returns how many were tried that no pass before has tried. */
        long run() {
            long count = 0;
            do {
                if (count == most || steps > mostSteps) {
                    isCut = true;
                    return count;
                }
                Interrupts.check(tried + count, "orders");
                failure = runOnce();
                count += path.departures() > before ? 1 : 0; // known when it has run
            } while (failure == null && path.advance());
            return count;
        }

        private @Nullable Throwable runOnce() {
            path.begin();
            ExploredLoop loop = new ExploredLoop(path, limits.steps(), null);
            Throwable thrown = program.failureOn(loop, loop::end, loop.unseen());
            steps += loop.steps();
            hasOtherLots |= loop.hasOtherLots();
            return path.hasStrayed() ? new IllegalStateException(path.strayed()) : thrown;
        }
    }
}
