// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import org.jspecify.annotations.Nullable;

/**
 * A place at which a number of tasks wait for one another, again and again: when the last has arrived all go on, and the next phase begins.
 *
 * <p>A task that is cancelled while it waits leaves, and the others wait for another one in its place. Where they cannot do without it,
 * whoever finds out calls {@link #abort()}: then the barrier is broken, and all who wait and who come fail, until {@link #reset()}.
 *
 * <p>Belongs to the event loop on whose thread it is first used, and throws {@link IllegalStateException} on any other thread. The methods
 * that only tell something may be called on any thread, and may then tell what was so a moment before.
 */
public final class Barrier extends Confined {
    private final Line<Arrival> line = new Line<>();
    private final int parties;
    private final @Nullable Runnable action;
    private long phase;
    private boolean broken;

    /** How often it was aborted or reset: whether its action did that. */
    private int upsets;

    /**
     * Makes a barrier.
     *
     * @param parties how many tasks go on together, more than 0
     * @throws IllegalArgumentException if it is not
     */
    public Barrier(int parties) {
        this("", parties);
    }

    /**
     * As {@link #Barrier(int)}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @param parties how many tasks go on together, more than 0
     * @throws IllegalArgumentException if it is not
     */
    public Barrier(String name, int parties) {
        super(name);
        this.parties = checked(parties);
        this.action = null;
    }

    /**
     * Makes a barrier with something to do at the end of each phase.
     *
     * @param name how to call it; empty for none
     * @param parties how many tasks go on together, more than 0
     * @param action what the last who arrives does before they go on; must not block; if it throws, the barrier is broken, and the last
     *     gets the exception; if it aborts or resets the barrier, nobody passes; not null
     * @throws IllegalArgumentException if {@code parties} is not more than 0
     */
    public Barrier(String name, int parties, Runnable action) {
        super(name);
        this.parties = checked(parties);
        this.action = Objects.requireNonNull(action, "action");
    }

    private static int checked(int parties) {
        if (parties <= 0) {
            throw new IllegalArgumentException("a barrier needs at least one party, and not " + parties);
        }
        return parties;
    }

    @Override
    String kind() {
        return "barrier";
    }

    /**
     * Arrives, and waits until all have. Cancel-safe: who is cancelled before that has not arrived; when all have, each of them goes on.
     *
     * @return gives how many of those who go on had arrived before: 0 for the first, one less than the parties for the last; to be awaited
     *     once
     * @throws BrokenBarrierException when awaited and the barrier is broken, or is broken or reset meanwhile; declared here so that it can
     *     be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Integer> arrive() throws BrokenBarrierException {
        return new Arrival();
    }

    /** Breaks the barrier: who waits fails, and so does who comes, until it is reset. Never suspends. */
    public void abort() {
        enter("abort()");
        broken = true;
        upsets++;
        failAll("was aborted");
    }

    /** Begins anew with a barrier that is whole and empty: who waits fails. Never suspends. */
    public void reset() {
        enter("reset()");
        broken = false;
        upsets++;
        failAll("was reset");
    }

    private void failAll(String why) {
        for (int left = line.size(); left > 0; left--) { // who is failed may come again at once
            Arrival next = line.poll();
            if (next != null) {
                next.fails(failure(why));
            }
        }
    }

    private BrokenBarrierException failure(String why) {
        return new BrokenBarrierException(label() + ' ' + why + ", so not all parties will arrive in this phase."
                + (broken ? " Nobody passes it before reset()." : ""));
    }

    /** Ends the phase: the last has arrived. */
    private void trip() throws BrokenBarrierException {
        if (action != null) {
            runAction(action);
        }
        phase++;
        int left = line.size();
        for (int index = 0; index < left; index++) { // who goes on may come again at once
            Arrival next = line.poll();
            if (next != null) {
                next.grant(index);
            }
        }
    }

    /** One that aborts or resets the barrier has ended the phase otherwise, for the last too. */
    private void runAction(Runnable last) throws BrokenBarrierException {
        int before = upsets;
        boolean done = false;
        try {
            last.run();
            done = true;
        } finally {
            if (!done) {
                abort();
            }
        }
        if (upsets != before) {
            throw failure(broken ? "was aborted by its action" : "was reset by its action");
        }
    }

    // ------------------------------------------------------------------ what it looks like

    /**
     * Returns how many go on together. Any thread.
     *
     * @return the number
     */
    public int parties() {
        return parties;
    }

    /**
     * Says whether it is broken: everybody fails who comes. Any thread.
     *
     * @return true from {@link #abort()} to {@link #reset()}
     */
    public boolean isBroken() {
        return broken;
    }

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public BarrierStatistics statistics() {
        return new BarrierStatistics(parties, line.size(), phase, broken);
    }

    /**
     * Describes it, and how many wait, for dumps. Any thread.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return WaitDescription.of(kind(), identity() + ", " + state()).of(this);
    }

    private String state() {
        return broken ? "broken" : line.size() + " of " + parties + " waiting, phase " + phase;
    }

    @Override
    public String toString() {
        return label() + " (" + state() + ')';
    }

    private final class Arrival extends Queued<Integer> {
        private int index;

        /** Whether the phase was ended with it, by another one, and nobody has been told. */
        private boolean hasPassed;

        @Override
        Named home() {
            return Barrier.this;
        }

        @Override
        String verb() {
            return "arrive()";
        }

        /** The others have gone on with it: it is too late not to have arrived. */
        @Override
        public boolean withdraw(Waiter waiter) {
            return !hasPassed && super.withdraw(waiter);
        }

        @Override
        protected void usedUp() {
            hasPassed = false;
        }

        void fails(BrokenBarrierException failure) {
            fail(failure);
        }

        @Override
        protected boolean tryComplete() throws BrokenBarrierException {
            if (waiter() != null) {
                return false;
            }
            enterToWait(this);
            if (broken) {
                throw failure("is broken");
            }
            return isLast();
        }

        /** Ends the wait; the indices are given out here, for who came earlier may have left. */
        void grant(int number) {
            index = number;
            hasPassed = true;
            complete();
        }

        /** Whether nobody else has to arrive; then the phase ends. */
        private boolean isLast() throws BrokenBarrierException {
            index = line.size();
            if (index + 1 < parties) {
                return false;
            }
            trip();
            return true;
        }

        @Override
        protected void begin(Waiter waiter) {
            enterToWait(this);
            try {
                if (broken) {
                    throw failure("is broken");
                } else if (isLast()) {
                    complete();
                } else {
                    line.add(this);
                }
            } catch (BrokenBarrierException failure) {
                fail(failure);
            }
        }

        @Override
        protected Integer value() {
            return index;
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        @Override
        public WaitDescription describe() {
            return Barrier.this.describe();
        }
    }
}
