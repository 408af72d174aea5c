// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import java.io.Flushable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Looks for a while at what all tasks do, and tells it as collapsed stacks: {@code frame;frame;frame milliseconds}. A line begins with the
 * outermost async caller, goes on over all who await one another down to the code that runs or waits, and ends with what it does there:
 * {@code [running]}, {@code [blocked]} for a step that holds its thread and waits on it, {@code [ready]}, {@code [waiting sleep]}. The
 * number is task time: of two tasks that wait for a second, two seconds.
 */
public final class Profile {
    /** The longest time that a program is looked at in one go. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private static final long RUNNING_PERIOD = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long WAITING_PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    /** For one at a time: two would look at one another, and cost double. */
    private static final Semaphore FREE = new Semaphore(1);

    private final Stacks stacks = new Stacks();
    private final RunningTasks running = new RunningTasks(stacks);
    private final WaitingTasks waiting = new WaitingTasks(stacks);
    private final long begun;
    private final Pace runningPace;
    private final Pace waitingPace;

    private Profile() {
        running.look(0); // loads the classes for it
        waiting.look(0);
        begun = System.nanoTime();
        runningPace = new Pace(RUNNING_PERIOD, begun);
        waitingPace = new Pace(WAITING_PERIOD, begun);
    }

    /**
     * Profiles the process, on the calling thread. What is known is written and flushed each second, so a stack may come more than once: the
     * sum counts, and whoever does not take it any more ends the profile by that.
     *
     * @param time how long, {@link #LONGEST} at most
     * @param out where to; flushed if it is {@link Flushable}
     * @throws BusyException if there is another profile going on
     * @throws IOException what {@code out} throws
     * @throws InterruptedException if the thread is interrupted
     */
    public static void write(Duration time, Appendable out) throws BusyException, IOException, InterruptedException {
        if (!FREE.tryAcquire()) {
            throw new BusyException();
        }
        try {
            new Profile().run(time.toNanos(), out);
        } finally {
            FREE.release();
        }
    }

    private void run(long nanos, Appendable out) throws IOException, InterruptedException {
        long windowEnd = begun + Math.min(WINDOW, nanos);
        for (long now = begun; now - begun < nanos; now = System.nanoTime()) {
            long left = Math.min(runningPace.next(), Math.min(waitingPace.next(), Math.min(windowEnd, begun + nanos)))
                    - now;
            TimeUnit.NANOSECONDS.sleep(left);
            look(runningPace, running::look, false);
            look(waitingPace, waiting::look, false);
            if (System.nanoTime() - windowEnd >= 0) {
                windowEnd = System.nanoTime() + WINDOW;
                tell(out);
            }
        }
        look(runningPace, running::look, true); // for the time since the last one
        look(waitingPace, waiting::look, true);
        tell(out);
    }

    private static void look(Pace pace, LongConsumer look, boolean inAnyCase) {
        long now = System.nanoTime();
        if (inAnyCase || pace.isDue(now)) {
            look.accept(pace.begin(now));
            pace.end(System.nanoTime());
        }
    }

    private void tell(Appendable out) throws IOException {
        stacks.drainTo(out);
        if (out instanceof Flushable flushable) {
            flushable.flush();
        }
    }

    /** There is a profile going on. */
    public static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("This program is being profiled; wait until that is over");
        }
    }
}
