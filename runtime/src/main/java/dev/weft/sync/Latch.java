// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import dev.weft.Waiter;

/**
 * A number that is counted down, and opens at zero for all who wait, for good. For one that may close again see {@link Event}; for parties
 * that meet again and again, {@link Barrier}.
 *
 * <p>Belongs to the event loop on whose thread it is first used, and throws {@link IllegalStateException} on any other thread. The methods
 * that only tell something may be called on any thread, and may then tell what was so a moment before.
 */
public final class Latch extends Confined {
    private final Line<Wait> line = new Line<>();
    private int count;

    /**
     * Makes a latch.
     *
     * @param count how often it is to be counted down; zero or less is open
     */
    public Latch(int count) {
        this("", count);
    }

    /**
     * As {@link #Latch(int)}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @param count how often it is to be counted down; zero or less is open
     */
    public Latch(String name, int count) {
        super(name);
        this.count = Math.max(count, 0);
    }

    @Override
    String kind() {
        return "latch";
    }

    /**
     * Waits until the latch is open. Cancel-safe: who is cancelled leaves, and nothing is lost.
     *
     * @return gives nothing, when it is open; to be awaited once
     */
    @CancelSafe
    public Awaitable<Void> untilOpen() {
        return new Wait();
    }

    /** Counts down by one; at zero, lets in all who wait. One that is open stays so. Never suspends. */
    public void countDown() {
        countDown(1);
    }

    /**
     * Counts down. Never suspends.
     *
     * @param by how much, 0 or more; what goes below zero counts to zero
     * @throws IllegalArgumentException if it is less than 0
     */
    public void countDown(int by) {
        enter("countDown()");
        if (by < 0) {
            throw new IllegalArgumentException(label() + " is counted down by 0 or more, and not by " + by);
        }
        count = Math.max(count - by, 0);
        if (count == 0) {
            for (Wait next = line.poll(); next != null; next = line.poll()) {
                next.grant();
            }
        }
    }

    /**
     * Returns how often it is to be counted down still. Any thread.
     *
     * @return the number; 0 when it is open
     */
    public int count() {
        return count;
    }

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public LatchStatistics statistics() {
        return new LatchStatistics(count, line.size());
    }

    /**
     * Describes it, its count, and how many wait, for dumps. Any thread.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return WaitDescription.of(kind(), identity() + ", " + state()).of(this);
    }

    private String state() {
        return (count == 0 ? "open" : count + " to go") + ", " + line.size() + " waiting";
    }

    @Override
    public String toString() {
        return label() + " (" + state() + ')';
    }

    private final class Wait extends Queued<Void> {
        @Override
        Named home() {
            return Latch.this;
        }

        @Override
        String verb() {
            return "untilOpen()";
        }

        @Override
        protected boolean tryComplete() {
            if (waiter() == null) {
                enterToWait(this);
            }
            return count == 0;
        }

        @Override
        protected void begin(Waiter waiter) {
            enterToWait(this);
            if (count == 0) {
                complete();
            } else {
                line.add(this);
            }
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        public WaitDescription describe() {
            return Latch.this.describe();
        }
    }
}
