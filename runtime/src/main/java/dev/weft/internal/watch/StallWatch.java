// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.DebugThread;
import dev.weft.internal.LoopInspection;
import dev.weft.spi.Fence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the loops of the process, and reports those that stall while they do (decision 45). Runs on the daemon thread that {@link
 * DebugThread} starts, and has it end when there has been no loop for a second.
 */
public final class StallWatch implements Runnable {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long the thread stays when there is no loop any more: the next one may be about to come. */
    private static final long STAY = TimeUnit.SECONDS.toNanos(1);

    private static volatile Consumer<SeenStall> observer = stall -> {};

    private final Map<Integer, LoopWatch> watches = new HashMap<>();
    private final Quota quota = new Quota();
    private @Nullable ToLongFunction<Thread> processor;

    /** Makes the work of the thread. */
    public StallWatch() {}

    /**
     * Has somebody told of each stall, when it is seen, now and then while it lasts, and when it is over; on the thread that looks.
     *
     * @param toTell who is told, in place of those before
     */
    public static void observe(Consumer<SeenStall> toTell) {
        observer = toTell;
    }

    private static void tell(SeenStall stall) {
        observer.accept(stall);
    }

    /** Looks until there has been no loop for a time. */
    @Override
    public void run() {
        rest(restOf(Threshold.DEFAULT, false)); // a program that has ended by then has paid for the thread alone
        long threshold = Threshold.ofProperty();
        long wanted = System.nanoTime();
        for (boolean isSoon = true; ; ) {
            long planned = restOf(threshold, isSoon);
            rest(planned);
            isSoon = look(threshold, planned);
            if (DebugThread.STALLS.isWanted()) {
                wanted = System.nanoTime();
            } else if (System.nanoTime() - wanted > STAY && DebugThread.STALLS.ends()) {
                return;
            }
        }
    }

    /** How long to rest before a look: less where a loop seems to stay in a turn. What is not enough for twice a threshold is never too much. */
    private static long restOf(long threshold, boolean isSoon) {
        long rest = Math.min(isSoon ? threshold / 4 : threshold / 2, 250 * MILLI);
        return Math.max(rest, 5 * MILLI);
    }

    private static void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Looks at all loops, and says whether one of them is in the turn in which it was at the last look. */
    private boolean look(long threshold, long planned) {
        boolean isSoon = false;
        Set<Integer> present = new HashSet<>();
        for (LoopInspection loop : LoopInspection.all()) {
            present.add(loop.number());
            LoopWatch watch = watches.computeIfAbsent(
                    loop.number(), absent -> new LoopWatch(threshold, quota, this::processorTime, StallWatch::tell));
            isSoon |= look(watch, loop, planned);
        }
        watches.keySet().retainAll(present);
        return isSoon;
    }

    /** A look that fails, as for want of memory, is followed by others. */
    private static boolean look(LoopWatch watch, LoopInspection loop, long planned) {
        try {
            return watch.look(loop, planned);
        } catch (Throwable failed) {
            System.getLogger("dev.weft")
                    .log(System.Logger.Level.DEBUG, "A look at an event loop failed: " + Fence.textOf(failed), failed);
            return false;
        }
    }

    private long processorTime(Thread thread) {
        ToLongFunction<Thread> known = processor;
        if (known == null) {
            known = Processor.ofThisJvm();
            processor = known;
        }
        return known.applyAsLong(thread);
    }
}
