// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.UnseenFailure;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a loop that have failed in a turn while nobody waited for them. Who asks for the failure in the same turn, or in what was
 * ready to run at its end, has seen it; the others are reported, but for those of {@link UnseenByThreads}. Tasks that succeed never come
 * here. Loop thread only, but for {@link #handler}.
 */
final class UnseenFailures {
    /** Whom to tell; the log if null. */
    volatile @Nullable Consumer<? super UnseenFailure> handler;

    /** Whether failures are told when a run ends and not before, since in the loop's order who looks may come late. */
    boolean patient;

    private List<SpawnedTask<?>> failed = new ArrayList<>(0);

    private final UnseenByThreads byThreads;

    private final UnseenLog log = new UnseenLog();

    /** Whether there may be something to look at when a turn ends. */
    private boolean any;

    /** How many of the failures were there when a turn last ended and others were ready; they have this many {@link #steps} left. */
    private int waiting;

    private int steps;

    UnseenFailures(LoopEngine loop) {
        this.byThreads = new UnseenByThreads(loop);
    }

    /** Notes a failure. Never throws: one for which there is no memory is reported at once. */
    void add(SpawnedTask<?> task, Throwable failure) {
        try {
            any = true;
            if (task.isOfOtherThread()) {
                byThreads.add(task);
            } else {
                failed.add(task);
            }
        } catch (Throwable lacking) { // memory, or stack
            Reports.warning("A task failed, and nobody has awaited it to see why", failure);
        }
    }

    boolean isEmpty() {
        return !any;
    }

    /** Nanoseconds until there may be something to report; {@code Long.MAX_VALUE} if that is never by itself. */
    long untilDue(long now) {
        return byThreads.untilDue(now);
    }

    /** Reports at the end of a turn what nobody has seen. */
    void turnEnded(int stepsMade, int ready, Clock clock) {
        if (!byThreads.isEmpty()) {
            report(byThreads.takeDue(clock.nanoTime()));
        }
        if (!failed.isEmpty() && !patient) {
            turnEnded(stepsMade, ready);
        }
        any = !noneLeft();
    }

    /** While others are ready to run, they get their turn before. */
    private void turnEnded(int stepsMade, int ready) {
        if (ready == 0) {
            report();
            return;
        }
        if (waiting > 0) {
            steps -= stepsMade;
            if (steps > 0) {
                return;
            }
            report(waiting);
        }
        waiting = failed.size();
        steps = ready;
    }

    private boolean noneLeft() {
        return failed.isEmpty() && byThreads.isEmpty();
    }

    /** Reports what nobody has seen of the turns that there were. */
    void report() {
        report(failed.size());
    }

    /** Reports all that nobody has seen, for there will be no other turn. */
    void reportAll() {
        report();
        report(byThreads.takeAll());
    }

    private void report(int count) {
        List<SpawnedTask<?>> due = failed;
        failed = new ArrayList<>(due.subList(count, due.size()));
        waiting = 0;
        report(due.subList(0, count));
    }

    private void report(List<SpawnedTask<?>> due) {
        for (SpawnedTask<?> task : due) {
            task.failuresUnlessSeen().forEach(failure -> report(task, failure, log::add));
        }
        log.ended(noneLeft());
    }

    /** Reports at once a failure that the runtime has looked at for somebody who has gone. */
    void report(SpawnedTask<?> task, Throwable failure, String sentence) {
        report(task, failure, unseen -> Reports.forgotten(sentence, failure));
    }

    /** Reports one failure. What the handler throws hurts nobody, and then the log has both. */
    private void report(SpawnedTask<?> task, Throwable failure, Consumer<UnseenFailure> logged) {
        Consumer<? super UnseenFailure> told = handler;
        try {
            UnseenFailure record = toRecord(task, failure);
            if (told == null || !tell(told, record)) {
                logged.accept(record);
            }
        } catch (Throwable lacking) { // memory, or stack
            Reports.warning("A task failed, and nobody has awaited it to see why", failure);
        }
    }

    private static UnseenFailure toRecord(SpawnedTask<?> task, Throwable failure) {
        StackTraceElement spawnedAt = task.site();
        StackTraceElement[] trace = failure.getStackTrace();
        boolean hasNone = trace.length == 0 && spawnedAt != null;
        return new UnseenFailure(task, failure, spawnedAt, hasNone ? List.of(spawnedAt) : List.of(trace));
    }

    /** Whether the handler has taken it. */
    private static boolean tell(Consumer<? super UnseenFailure> handler, UnseenFailure failure) {
        try {
            handler.accept(failure);
            return true;
        } catch (Throwable thrown) {
            Fence.failed("The exception handler", handler, failure.task().loop(), thrown);
            return false;
        }
    }
}
