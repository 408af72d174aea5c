// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.internal.ExploredLoop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A walk through all orders of a program, in passes: first those that depart once at most from the order of a real loop, then twice, then
 * all. So what is to be found in few departures is found soon, though the orders are more than can be tried.
 */
final class Walk {
    /** The bounds of the passes before that without a bound. */
    private static final int FIRST_PASSES = 2;

    /** How many schedules may be run to find a shorter one that fails, beside as many as were run to find the first. */
    private static final int MOST_TO_SHORTEN = 10_000;

    private final Program<?> program;
    private final Limits limits;

    /** The schedules tried, each counted once. */
    private long tried;

    private long steps;

    Walk(Program<?> program, Limits limits) {
        this.program = program;
        this.limits = limits;
    }

    Exploration explore() {
        int before = -1;
        for (int most = 1; ; most++) {
            int bound = Math.min(most > FIRST_PASSES ? Integer.MAX_VALUE : most, limits.departures());
            Pass pass = new Pass(bound, before, limits.schedules() - tried);
            tried += pass.run();
            if (pass.failure != null) {
                return failed(bound <= FIRST_PASSES ? pass : shorter(pass));
            }
            if (pass.isCut || !pass.path.hasLeftOut() || bound == limits.departures()) {
                return passed(!pass.isCut && !pass.path.hasLeftOut());
            }
            before = bound;
        }
    }

    /** Looks for a schedule that fails and departs less often. */
    private Pass shorter(Pass found) {
        long left = tried + MOST_TO_SHORTEN;
        for (int most = FIRST_PASSES + 1; most < found.path.departures() && left > 0; most++) {
            Pass pass = new Pass(most, most - 1, left);
            left -= pass.run();
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
        return new Exploration(tried, tried, all, steps, Optional.empty(), headline);
    }

    private Exploration failed(Pass pass) {
        String schedule = pass.path.schedule();
        String headline = "An order fails that departs " + times(pass.path.departures())
                + " from that of a real loop, after " + (tried - 1) + " that passed";
        return new Exploration(tried, tried - 1, false, steps, Optional.of(again(schedule)), headline);
    }

    private static String times(int number) {
        return number == 0 ? "nowhere" : number == 1 ? "once" : number + " times";
    }

    /** Runs a schedule again to see each step. */
    private FailedRun again(String schedule) {
        return new OrderReplay(Schedule.parse(schedule), limits.steps()).again(program);
    }

    /** The schedules up to a number of departures. */
    private final class Pass {
        private final Path path;

        /** Schedules with as many departures as this were tried in a pass before. */
        private final int before;

        private final long most;
        private @Nullable Throwable failure;

        /** Whether there were more schedules than were to be tried. */
        private boolean isCut;

        Pass(int bound, int before, long most) {
            this.path = new Path(bound);
            this.before = before;
            this.most = most;
        }

        /** Runs until one fails, and returns how many were tried that no pass before has tried. */
        long run() {
            long count = 0;
            do {
                boolean isNew = path.departures() > before;
                if (isNew && count == most) {
                    isCut = true;
                    return count;
                }
                Interrupts.check(tried + count, "orders");
                count += isNew ? 1 : 0;
                failure = runOnce();
            } while (failure == null && path.advance());
            return count;
        }

        private @Nullable Throwable runOnce() {
            path.begin();
            ExploredLoop loop = new ExploredLoop(path, limits.steps(), null);
            Throwable thrown = program.failureOn(loop, loop::end, loop.unseen());
            steps += loop.steps();
            return path.hasStrayed() ? new IllegalStateException(path.strayed()) : thrown;
        }
    }
}
