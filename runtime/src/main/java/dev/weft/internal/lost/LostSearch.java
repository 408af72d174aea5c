// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.lost;

import dev.weft.internal.Inspection;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.Question;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Looks for tasks that nobody can have go on (decision 46). A task that has waited for a while is held by its loop no longer, so that the
 * next collection which looks at it tells whether anybody else holds it. One that nobody does comes back by its finalizer, and is announced
 * if it has not moved a moment later. Any thread, but one at a time.
 */
public final class LostSearch {
    /** How long a task has waited before it is looked into. */
    private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How many tasks of a loop are looked at in one go. */
    private static final int MOST_LOOKED_AT = 2_000;

    /** How many tasks a loop lets go of between two steps: it does that in less than a millisecond, but for the first time. */
    private static final int MOST_AT_ONCE = 128;

    /** How long after the collector a task must not have moved: other finalizers, which may complete what it awaits, are to run before. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long LOOK_MILLIS = 50;

    /** How long one waits for finalizers before one says what there is. */
    private static final int MOST_LOOKS = 60;

    private static final boolean IS_WANTED = !"off".equals(System.getProperty("weft.debug.lost"));

    private static final boolean IS_POSSIBLE = Finalizers.run();

    private LostSearch() {}

    /** Looks at all loops for tasks that wait, and announces what the collector has found. Waits for no loop for long. */
    public static void look() {
        look(STILL_NANOS, MOST_LOOKED_AT);
    }

    private static synchronized void look(long nanos, int most) {
        if (IS_WANTED && IS_POSSIBLE) {
            LoopInspection.all().stream().filter(LostSearch::isLookedInto).forEach(loop -> look(loop, nanos, most));
        }
    }

    /** A loop with virtual time knows by itself when nobody can have its tasks go on. One that is blocked would not answer. */
    private static boolean isLookedInto(LoopInspection loop) {
        return loop.isRunning() && !loop.hasVirtualTime() && !isInLongTurn(loop);
    }

    private static boolean isInLongTurn(LoopInspection loop) {
        return !loop.isWaiting() && loop.turnNanos() > Question.PATIENCE_NANOS;
    }

    /** A loop that has nothing to let go of or to take back is not woken for it, and what a busy one does not do is left to the next look. */
    private static void look(LoopInspection loop, long nanos, int most) {
        List<Inspection> still = loop.stillOnes(nanos, most);
        int suspects = 0;
        for (int i = 0; i < still.size() && suspects < LoopInspection.MOST_SUSPECTS; i += MOST_AT_ONCE) {
            List<Inspection> some = still.subList(i, Math.min(i + MOST_AT_ONCE, still.size()));
            suspects = loop.answer(() -> loop.suspect(some)).orElse(LoopInspection.MOST_SUSPECTS);
        }
        if (loop.hasFound(SETTLE_NANOS)) {
            loop.answer(() -> LostReport.of(loop.takeLost(SETTLE_NANOS), loop.nanoTime()))
                    .ifPresent(LostReport::log);
        }
    }

    /**
     * Announces all that the collector has found by now, also what is under way.
     *
     * @return how far the search is, in words; empty if there is nothing to say
     * @throws InterruptedException if the calling thread was interrupted
     */
    public static String settle() throws InterruptedException {
        look();
        for (int looks = 0; looks < MOST_LOOKS && isAny(LoopInspection::isFinding); looks++) {
            Thread.sleep(LOOK_MILLIS);
            look();
        }
        return state(
                "The next collection of all garbage looks into %s: lost --gc makes one, and so does jcmd PID GC.run.");
    }

    /**
     * Looks into all tasks that wait, whether or not for long, has the JVM collect its garbage, and announces what that has found.
     *
     * @return how far the search is, in words; empty if there is nothing to say
     * @throws InterruptedException if the calling thread was interrupted
     */
    public static String collect() throws InterruptedException {
        look(0, Integer.MAX_VALUE);
        String state = state(
                "The collection has looked into %s: somebody can have each go on. stuck shows those that do not move.");
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        System.gc();
        settle();
        return garbage.get() == null
                ? state
                : "The JVM has not collected its garbage: -XX:+DisableExplicitGC forbids it.";
    }

    private static boolean isAny(Predicate<LoopInspection> what) {
        return LoopInspection.all().stream().anyMatch(what);
    }

    /** How far the search is: with a sentence on the tasks that are looked into, of which {@code %s} is how many. */
    private static String state(String sentence) {
        if (!IS_WANTED) {
            return "Lost tasks are not looked for: -Dweft.debug.lost=off.";
        }
        if (!IS_POSSIBLE) {
            return "Lost tasks cannot be looked for: this JVM runs no finalizers (--finalization=disabled).";
        }
        int suspects =
                LoopInspection.all().stream().mapToInt(LoopInspection::suspects).sum();
        return suspects == 0 ? "" : sentence.replace("%s", suspects + (suspects == 1 ? " task" : " tasks"));
    }
}
