// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.spi.Sneaky;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives what runs on the loop of a test a limit, by a clock on the wall, whatever the loop's own says. A run that is late is described,
 * with all tasks, and then interrupted, which cancels its main task; again every second, since it may swallow that. A thread cannot be
 * taken from code that looks at no interruption: then the description goes to the standard error stream, for the test would never tell it.
 */
final class TimeLimit implements Runnable {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();
    private static final long PATIENCE_MILLIS = 1000;
    private static final int MOST_INTERRUPTIONS = 3;

    private final String what;
    private final EventLoop loop;
    private final Duration limit;
    private final Thread thread = Thread.currentThread();
    private final long start = System.nanoTime();
    private @Nullable String report;
    private int interruptions;
    private boolean hasEnded;

    private TimeLimit(String what, EventLoop loop, Duration limit) {
        this.what = what;
        this.loop = loop;
        this.limit = limit;
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "weft-junit-limits");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Runs the loop, on the calling thread, and fails if that takes longer. */
    static void run(String what, EventLoop loop, Duration limit, Runnable action) {
        TimeLimit watch = new TimeLimit(what, loop, limit);
        Future<?> due = CLOCK.scheduleWithFixedDelay(watch, limit.toMillis(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Throwable thrown = null;
        try {
            action.run();
        } catch (Throwable failure) {
            thrown = failure;
        }
        due.cancel(false);
        watch.end(thrown);
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
    }

    /** Fails also where the run has ended before there was a description: a thread that is busy gives none for a while. */
    private synchronized void end(@Nullable Throwable thrown) {
        hasEnded = true;
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (report != null || taken.compareTo(limit) > 0) {
            Thread.interrupted();
            String text = report == null ? heading() + ", but after " + taken.toMillis() + " ms" : report;
            TestFailure failure = new TestFailure(text, null);
            if (thrown != null && !(thrown instanceof CancellationException)) {
                failure.addSuppressed(thrown);
            }
            throw failure;
        }
    }

    @Override
    public void run() {
        String description = isDescribed() ? null : describe();
        synchronized (this) {
            if (hasEnded) {
                return;
            }
            if (description != null) {
                report = description;
            }
            thread.interrupt();
            interruptions++;
            if (interruptions == MOST_INTERRUPTIONS) {
                System.err.println(report
                        + "\nIt does not end by being cancelled, and so the tests stop here. Its thread stands at"
                        + stackOf(thread));
            }
        }
    }

    private synchronized boolean isDescribed() {
        return report != null;
    }

    private String heading() {
        return what + " has not ended after " + TimeText.of(limit) + " by the clock on the wall";
    }

    private String describe() {
        String heading = heading() + (loop instanceof SimulatedLoop simulated ? new Pace(simulated) : "");
        try {
            return Tasks.dump(heading);
        } catch (Throwable failed) { // for want of memory; the run is to be interrupted all the same
            return heading + "; there is no dump of it: " + failed;
        }
    }

    private static String stackOf(Thread thread) {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement line : thread.getStackTrace()) {
            if (line.getClassName().equals(TimeLimit.class.getName())) {
                break; // below it is JUnit
            }
            text.append("\n      at ").append(line);
        }
        return text.toString();
    }
}
