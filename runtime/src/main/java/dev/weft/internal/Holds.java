// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.SimulatedLoop;
import dev.weft.abi.SourceLocation;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What virtual time waits for: holds that tests have taken, and those of the runtime for what it does elsewhere. Any thread. */
final class Holds {
    /** How long one stands, in real time, before it is reported. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier realNanos;

    /** Has a loop that waits look again. */
    private final Runnable look;

    private final List<Held> open = new ArrayList<>(0);

    /** The number of those, for who asks without the lock. */
    private volatile int count;

    /**
     * Makes an account of holds without any.
     *
     * @param realNanos the time in which people wait, in nanoseconds
     * @param look called when somebody has closed the last hold
     */
    Holds(LongSupplier realNanos, Runnable look) {
        this.realNanos = realNanos;
        this.look = look;
    }

    /** Opens a hold for something whose text says what is done. */
    synchronized Held open(Object what) {
        Held held = new Held(what, Thread.currentThread().getName(), CallStacks.callerOfRuntime());
        open.add(held);
        count = open.size();
        return held;
    }

    boolean areOpen() {
        return count > 0;
    }

    /** Closes a hold, and says whether it was the last. */
    private synchronized boolean closesLast(Held held) {
        boolean closed = open.removeIf(each -> each == held);
        count = open.size();
        return closed && count == 0;
    }

    /** Nanoseconds of real time until one of them is to be reported. */
    synchronized long untilReport() {
        long now = realNanos.getAsLong();
        long nearest = Long.MAX_VALUE;
        for (Held held : open) {
            nearest = Math.min(nearest, Math.max(0, held.due - now));
        }
        return nearest;
    }

    int size() {
        return count;
    }

    /** Reports those that have stood too long, each again when twice the time has passed. Says whether there were any. */
    boolean report() {
        List<String> late = takeLate();
        if (!late.isEmpty()) {
            Reports.warning(
                    "The clock of a simulated event loop has stood still for a long time. It waits for:\n"
                            + String.join("\n", late) + "\nA hold ends by its close(), a call when it returns.",
                    null);
        }
        return !late.isEmpty();
    }

    private synchronized List<String> takeLate() {
        long now = realNanos.getAsLong();
        List<String> late = new ArrayList<>();
        for (Held held : open) {
            if (held.due - now <= 0) {
                late.add(held.text() + UnendedReport.after(now - held.since));
                held.due = now + (now - held.since);
            }
        }
        return late;
    }

    /** One hold. */
    final class Held implements SimulatedLoop.Hold {
        private final Object what;
        private final String thread;
        private final @Nullable SourceLocation where;
        private final long since = realNanos.getAsLong();
        private long due = since + PATIENCE;

        private Held(Object what, String thread, @Nullable SourceLocation where) {
            this.what = what;
            this.thread = thread;
            this.where = where;
        }

        @Override
        public void close() {
            if (closesLast(this)) {
                look.run();
            }
        }

        /** What is done meanwhile. */
        Object what() {
            return what;
        }

        /** Closes it on the loop's thread, which looks anyway. */
        void release() {
            closesLast(this);
        }

        private String text() {
            return Fence.textOf(what) + ", held by thread \"" + thread + '"' + (where == null ? "" : " at " + where)
                    + ',';
        }
    }
}
