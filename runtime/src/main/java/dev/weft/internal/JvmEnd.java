// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ScheduledTask;
import dev.weft.spi.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The end of a JVM: tells those who wait for it, and holds it up while they clean up. Any thread. */
final class JvmEnd {
    static final JvmEnd OF_PROCESS =
            new JvmEnd(hook -> Runtime.getRuntime().addShutdownHook(new Thread(ending(hook), "weft-shutdown")));

    private static final long LOOK_MILLIS = 5;

    /** How long a thread may take to end whose loop has. */
    private static final long MOMENT_MILLIS = 1_000;

    private final Consumer<Runnable> onEnd;
    private final Set<ShutdownWait> waits = new LinkedHashSet<>();
    private boolean isHooked;
    private boolean isComing;

    /** The end of which somebody tells: the JVM, or a test. */
    JvmEnd(Consumer<Runnable> onEnd) {
        this.onEnd = onEnd;
    }

    /** Has a wait be told; false if the end has begun already. */
    synchronized boolean tells(ShutdownWait wait) {
        if (!isHooked && !isComing) {
            try {
                onEnd.accept(this::comes);
                isHooked = true;
            } catch (IllegalStateException begun) { // before anybody has asked
                isComing = true;
            }
        }
        if (!isComing) {
            waits.add(wait);
        }
        return !isComing;
    }

    synchronized void tellsNoLonger(ShutdownWait wait) {
        if (!isComing) {
            waits.remove(wait);
        }
    }

    private synchronized List<ShutdownWait> begins() {
        isComing = true;
        return new ArrayList<>(waits);
    }

    /** Tells all, and returns when each has ended, or its time is over. */
    private void comes() {
        List<ShutdownWait> told = begins();
        Map<Thread, LoopGroup> callers = GroupCallers.OF_PROCESS.waiting();
        told.forEach(ShutdownWait::tell);
        long begun = System.nanoTime();
        try {
            long moment = 0;
            for (ShutdownWait wait : told) {
                moment = Math.max(moment, awaitEnd(wait, begun));
            }
            letEnd(callers, moment);
        } catch (InterruptedException over) { // nobody is to wait any longer
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the milliseconds that are left to who has called for what was waited for; none if that took too long. */
    private static long awaitEnd(ShutdownWait wait, long begun) throws InterruptedException {
        while (wait.isAtWork()) {
            if (Duration.ofNanos(System.nanoTime() - begun).compareTo(wait.limit) >= 0) {
                if (!wait.limit.isZero()) {
                    Reports.warning(late(wait), null);
                }
                return 0;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        long moment = Math.min(MOMENT_MILLIS, wait.limit.toMillis());
        wait.letThreadEnd(moment);
        return moment;
    }

    /** The threads outside of a group that has ended: they tell what it has thrown, and close what they have. */
    private static void letEnd(Map<Thread, LoopGroup> callers, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Map.Entry<Thread, LoopGroup> caller : callers.entrySet()) {
            Thread thread = caller.getKey();
            while (caller.getValue().isEnding()
                    && thread.isAlive()
                    && !ShutdownWait.callsExit(thread)
                    && System.nanoTime() - end < 0) {
                thread.join(LOOK_MILLIS);
            }
        }
    }

    private static String late(ShutdownWait wait) {
        ScheduledTask<?> task = Objects.requireNonNull(wait.task(), "who is waited for");
        return "The JVM ends, though "
                + (task.isReady()
                        ? "the run of the loop of task " + task.name() + " has not returned"
                        : "task " + task.name() + " has not cleaned up" + at(task))
                + ", " + wait.limit + " after it was told";
    }

    private static String at(ScheduledTask<?> task) {
        List<?> stack = task.callStack();
        return stack.isEmpty() ? "" : " at " + stack.get(0);
    }

    private static Runnable ending(Runnable hook) {
        return () -> {
            Reports.jvmEnds();
            hook.run();
        };
    }
}
