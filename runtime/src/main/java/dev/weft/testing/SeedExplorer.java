// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.UnseenFailure;
import dev.weft.internal.SimulatedEventLoop;
import dev.weft.internal.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a program under a number of seeds, as {@link Explorer#seeds} says. */
public final class SeedExplorer extends Explorer {
    private final long first;
    private final int count;

    SeedExplorer(long first, int count) {
        this.first = first;
        this.count = count;
    }

    /**
     * Begins at another seed than 0, such as one that tomorrow's run does not try again.
     *
     * @param seed the first seed
     * @return an explorer of as many seeds, from that one up
     */
    public SeedExplorer from(long seed) {
        return new SeedExplorer(seed, count);
    }

    @Override
    Exploration explore(Program<?> program) {
        long failed = 0;
        long smallest = 0;
        for (int tried = 0; tried < count; tried++) {
            Interrupts.check(tried, "seeds");
            EventLoop loop = EventLoop.simulated(first + tried);
            if (failure(program, loop, loop::close) != null && failed++ == 0) {
                smallest = first + tried;
            }
        }
        if (failed == 0) {
            String headline = count == 1 ? "Seed " + first + " passes" : "All " + count + " seeds pass";
            return new Exploration(count, count, false, 0, Optional.empty(), headline);
        }
        String headline = count == 1
                ? "Seed " + first + " fails"
                : failed + " of " + count + " seeds fail, " + (count - failed) + " pass; the smallest that fails is "
                        + smallest;
        return new Exploration(count, count - failed, false, 0, Optional.of(again(program, smallest)), headline);
    }

    private static @Nullable Throwable failure(Program<?> program, EventLoop loop, Runnable end) {
        List<UnseenFailure> unseen = new ArrayList<>(0);
        loop.setExceptionHandler(unseen::add);
        return program.failureOn(loop, end, unseen);
    }

    /** Runs a seed again to see each step. */
    private static FailedRun again(Program<?> program, long seed) {
        StepRecord record = new StepRecord();
        EventLoop loop = SimulatedEventLoop.recorded(seed, record);
        Throwable failure = failure(program, loop, () -> {
            record.over();
            loop.close();
        });
        if (failure == null) {
            failure = new IllegalStateException("The program is not deterministic: seed " + seed
                    + " has failed, and now passes." + Path.WHAT_IS_NOT_DETERMINISTIC);
        }
        return new FailedRun(Long.toString(seed), failure, record.lines(), program.replayOf(seed + "L"));
    }
}
