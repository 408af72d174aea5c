// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports tasks that were to end and have not: after a time, and again when twice that time is over, four times, and so on. While a loop
 * closes, all of its tasks are to end. One deadline for the whole loop, that of the first report that may be due, so that a cancellation
 * costs no timer. Loop thread only, but for {@link #setPatience}.
 */
final class UnendedTasks {
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    /** In nanoseconds, so that what is added to a time can be told from what is past. */
    private static final long MOST_PATIENCE = Long.MAX_VALUE / 4;

    /** The largest power of two by which the first time is multiplied. */
    private static final int MOST_DOUBLINGS = 20;

    /** After how many nanoseconds a task is reported. */
    private volatile long patience = DEFAULT_PATIENCE.toNanos();

    private final LoopEngine loop;
    private final Cancellations cancellations;

    /** Whether a report may come to be due, at {@link #due}. */
    private boolean watching;

    private long due;

    /** The closing of the loop, as a request; null before. */
    private @Nullable Cancelled closing;

    UnendedTasks(LoopEngine loop, Cancellations cancellations) {
        this.loop = loop;
        this.cancellations = cancellations;
    }

    /** Sets after what time a task is reported that is cancelled from now on. Any thread. */
    void setPatience(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(
                    "time: " + time + " is not positive. To have no reports, give a long one, such as a thousand days");
        }
        try {
            patience = time.toNanos();
        } catch (ArithmeticException longer) {
            patience = Long.MAX_VALUE;
        }
    }

    /** Whether there is a task that was to end. */
    boolean isWatching() {
        return watching;
    }

    /** A task was cancelled. */
    void cancelled(long now) {
        long soonest = now + Math.min(patience, MOST_PATIENCE);
        if (!watching || soonest - due < 0) {
            watching = true;
            due = soonest;
        }
    }

    /** All that were cancelled have ended. */
    void noneLeft() {
        watching = closing != null;
    }

    /** The loop closes: it is reported as a whole from now on, with all tasks that keep it. */
    void closes(CancelRequest request) {
        long now = loop.nanoTime();
        closing = new Cancelled(request, now);
        watching = true;
        due = now + Math.min(patience, MOST_PATIENCE);
    }

    /** Nothing is to be reported any more. */
    void closed() {
        watching = false;
    }

    /** Nanoseconds until there may be something to report; {@code Long.MAX_VALUE} if all is well. */
    long untilDue(long now) {
        return watching ? Math.max(0, due - now) : Long.MAX_VALUE;
    }

    /** Reports what is due. */
    void look(long now) {
        if (due - now > 0) {
            return;
        }
        Cancelled ends = closing;
        if (ends == null) {
            reportCancelled(now);
        } else {
            ends.reports++;
            due = nextReport(ends);
            reportClosing("The event loop has not closed" + UnendedReport.after(now - ends.since), ends);
        }
    }

    private void reportCancelled(long now) {
        List<SpawnedTask<?>> late = new ArrayList<>();
        due = now + Math.min(patience, MOST_PATIENCE); // before the first report of whatever is cancelled from now on
        cancellations.forgetEnded();
        cancellations.forEach((task, cancelled) -> {
            if (nextReport(cancelled) - now <= 0 && task instanceof SpawnedTask<?> spawned) {
                cancelled.reports++;
                late.add(spawned);
            }
            due = Math.min(due - now, nextReport(cancelled) - now) + now;
        });
        if (!late.isEmpty()) {
            Reports.warning(
                    UnendedReport.of("Tasks were cancelled and have not ended", late, cancellations, now), null);
        }
    }

    private long nextReport(Cancelled cancelled) {
        int doublings = Math.min(cancelled.reports, MOST_DOUBLINGS);
        return cancelled.since + (Math.min(patience, MOST_PATIENCE >> doublings) << doublings);
    }

    private void reportClosing(String what, Cancelled ends) {
        List<SpawnedTask<?>> left = loop.liveTasks();
        if (!left.isEmpty()) {
            String sentence = what + ", since tasks of it have not ended that were " + ends.first;
            Reports.warning(UnendedReport.of(sentence, left, cancellations, loop.nanoTime()), null);
        }
    }
}
