// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens, for which any number of tasks wait. One that is made with {@code new Event()} stays set until it is cleared, and
 * lets all in. One of {@link #autoReset()} lets one in for each time that it is set while somebody waits, and is clear again after that;
 * set while nobody waits, it lets in the next who comes, however often it was set.
 *
 * <p>Any thread, and tasks of any loop: a plain thread sets it, and waits by {@code untilSet().block()}.
 */
public final class Event extends Named {
    private final boolean resets;

    /** Who waits; guards itself and all that changes here. */
    private final Line<Wait> line = new Line<>();

    private volatile boolean set;

    /** Makes an event that is not set, and stays set until it is cleared. */
    public Event() {
        this("");
    }

    /**
     * As {@link #Event()}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     */
    public Event(String name) {
        this(name, false);
    }

    private Event(String name, boolean resets) {
        super(name);
        this.resets = resets;
    }

    /**
     * Makes an event that is not set, and lets one in each time that it is.
     *
     * @return the event
     */
    public static Event autoReset() {
        return autoReset("");
    }

    /**
     * As {@link #autoReset()}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @return the event
     */
    public static Event autoReset(String name) {
        return new Event(name, true);
    }

    @Override
    String kind() {
        return "event";
    }

    /**
     * Waits until the event is set. Who waits when it is set is let in, also if it is cleared before they go on. Cancel-safe: where one is
     * let in that is cancelled in that moment, an event that resets itself lets in the next one.
     *
     * @return gives nothing, when the event is set; to be awaited once
     */
    @CancelSafe
    public Awaitable<Void> untilSet() {
        return new Wait();
    }

    /** Sets the event, and lets in who waits. Never suspends. */
    public void set() {
        List<Waiter> woken = new ArrayList<>();
        synchronized (line) {
            set = !resets || line.isEmpty();
            for (Wait next = line.poll(); next != null; next = resets ? null : line.poll()) {
                next.isLetIn = true;
                if (next.who != null) {
                    woken.add(next.who);
                }
            }
        }
        woken.forEach(waiter -> Fence.wake(waiter, this)); // without the lock, since a wake may run code in place
    }

    /** Clears the event: who comes from now on waits. Never suspends. */
    public void clear() {
        synchronized (line) {
            set = false;
        }
    }

    /**
     * Says whether it is set.
     *
     * @return true from {@link #set()}, until it is cleared or has reset itself
     */
    public boolean isSet() {
        return set;
    }

    /** Lets the caller in if it is set. With the lock held. */
    private boolean passes() {
        boolean passes = set;
        if (passes && resets) {
            set = false;
        }
        return passes;
    }

    /**
     * Returns what it looks like now.
     *
     * @return a snapshot
     */
    public EventStatistics statistics() {
        synchronized (line) {
            return new EventStatistics(set, line.size());
        }
    }

    /**
     * Describes it, whether it is set, and how many wait, for dumps.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return WaitDescription.of(kind(), identity() + ", " + state()).of(this);
    }

    private String state() {
        return (set ? "set, " : "not set, ") + line.size()
                + " waiting"; // without the lock, whose holder may be suspended
    }

    @Override
    public String toString() {
        return label() + " (" + state() + ')';
    }

    private final class Wait extends Queued<Void> {
        /** Who waits, for the thread that sets the event. Guarded by the line. */
        private @Nullable Waiter who;

        /** Whether the event was set for this wait, which has yet to see it. Written with the lock held. */
        private volatile boolean isLetIn;

        @Override
        Named home() {
            return Event.this;
        }

        @Override
        String verb() {
            return "untilSet()";
        }

        @Override
        protected boolean tryComplete() {
            if (waiter() == null) {
                synchronized (line) {
                    return passes();
                }
            }
            if (!isLetIn) {
                return false;
            }
            isLetIn = false; // from now on it is the value that is given back
            return true;
        }

        @Override
        protected void begin(Waiter waiter) {
            synchronized (line) {
                who = waiter;
                isLetIn = passes();
                if (!isLetIn) {
                    line.add(this);
                    return;
                }
            }
            wake();
        }

        @Override
        protected void stop() {
            boolean wasLetIn;
            synchronized (line) {
                line.remove(this);
                wasLetIn = isLetIn;
                isLetIn = false;
            }
            if (wasLetIn) {
                passOn();
            }
        }

        private void passOn() {
            if (resets) {
                set();
            }
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        public void discard(Void nothing) {
            passOn();
        }

        @Override
        public WaitDescription describe() {
            return Event.this.describe();
        }
    }
}
