// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A lock that any number of readers hold at a time, or one writer.
 *
 * <p>First come, first served, so that neither starves: a reader that comes while a writer waits goes behind it, though other readers hold
 * the lock; readers that stand next to one another come in together. Unlocking never suspends. Not reentrant: a reader that asks for the
 * lock again waits for ever if a writer came in between.
 *
 * <p>A guard is closed once, by whichever task has it; a second close throws.
 *
 * <p>Belongs to the event loop on whose thread it is first used, and throws {@link IllegalStateException} on any other thread. The methods
 * that only tell something may be called on any thread, and may then tell what was so a moment before.
 */
public final class RwLock extends Confined {
    private final Line<Lock<?>> line = new Line<>();
    private int readers;
    private boolean written;

    /** Who writes; until whoever was let in goes on, who waited, perhaps for another one ({@link #writer()}). Null if no task does. */
    private @Nullable ScheduledTask<?> writer;

    /**
     * One of those who read, until it closes its guard: whoever wants to write waits for all of them, and so for this one. Null if no task
     * reads, or those that are left came in after it.
     */
    private @Nullable ScheduledTask<?> reader;

    /** Makes a lock that is free. */
    public RwLock() {
        this("");
    }

    /**
     * Makes a lock that is free and has a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     */
    public RwLock(String name) {
        super(name);
    }

    @Override
    String kind() {
        return "rwlock";
    }

    /**
     * Locks for reading, waiting while somebody writes, or has waited longer to write. Cancel-safe: a task that is cancelled while it waits
     * leaves the line, and a lock that was handed to it in that moment is given back. A task that has it for writing is refused, by an {@link
     * IllegalStateException} when it awaits this, for it would wait for itself; also if it has handed the guard to another one to close.
     *
     * @return the lock, to be closed once; to be awaited once
     */
    @CancelSafe
    public Awaitable<ReadGuard> read() {
        return new Read();
    }

    /**
     * Locks for writing, waiting while others read or write, or have waited longer. Cancel-safe, and refused, as {@link #read()}.
     *
     * @return the lock, to be closed once; to be awaited once
     */
    @CancelSafe
    public Awaitable<WriteGuard> write() {
        return new Write();
    }

    /**
     * Locks for reading if that can be done at once. Never suspends.
     *
     * @return the lock, to be closed once; null if somebody writes, or waits
     */
    public @Nullable ReadGuard tryRead() {
        Waiter caller = caller("tryRead()");
        if (written || !line.isEmpty()) {
            return null;
        }
        readers++;
        return new ReadGuard(caller);
    }

    /**
     * Locks for writing if that can be done at once. Never suspends.
     *
     * @return the lock, to be closed once; null if somebody reads, writes, or waits
     */
    public @Nullable WriteGuard tryWrite() {
        Waiter caller = caller("tryWrite()");
        if (written || readers > 0 || !line.isEmpty()) {
            return null;
        }
        writtenBy(caller);
        return new WriteGuard();
    }

    private void writtenBy(@Nullable Waiter taker) {
        written = true;
        writer = taskOf(taker);
    }

    private static @Nullable ScheduledTask<?> taskOf(@Nullable Waiter taker) {
        return taker != null && taker.actsFor() instanceof ScheduledTask<?> task ? task : null;
    }

    /** Who writes, or will when the one goes on who was let in. Any thread. */
    private @Nullable ScheduledTask<?> writer() {
        ScheduledTask<?> noted = writer;
        return noted instanceof Waiter waiter && waiter.actsFor() instanceof ScheduledTask<?> task ? task : noted;
    }

    /** Who has to let go before whoever waits comes in: the one who writes, or one who reads. Any thread. */
    private @Nullable ScheduledTask<?> holder() {
        ScheduledTask<?> writing = writer();
        return writing == null ? reader : writing;
    }

    private void readerLeaves() {
        readers--;
        serve();
    }

    private void writerLeaves() {
        written = false;
        writer = null;
        serve();
    }

    /** Lets in those in front, as far as they go together. */
    private void serve() {
        for (Lock<?> next = line.first(); next != null && next.mayEnter(); next = line.first()) {
            line.remove(next);
            next.enters(next.waiting());
            next.grant();
        }
    }

    // ------------------------------------------------------------------ what it looks like

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public RwLockStatistics statistics() {
        return new RwLockStatistics(readers, written, writer(), line.size());
    }

    /**
     * Describes it, and how many wait, for dumps. Any thread.
     *
     * @return the description, with the task that writes as the owner, or one that reads
     */
    public WaitDescription describe() {
        return describe("", holder());
    }

    private WaitDescription describe(String place, @Nullable ScheduledTask<?> awaited) {
        return new WaitDescription(
                kind(), identity() + ", " + state() + place, awaited, WaitDescription.NO_DEADLINE, this);
    }

    private String state() {
        return (written ? "written" : readers > 0 ? readers + " reading" : "free") + ", " + line.size() + " waiting";
    }

    @Override
    public String toString() {
        return label() + " (" + state() + ')';
    }

    // ------------------------------------------------------------------ guards

    private IllegalStateException closedBefore(String guard) {
        return new IllegalStateException("A " + guard + " guard of " + label() + " was closed before. Close it once.");
    }

    /** The lock, held for reading. Loop thread only. */
    public final class ReadGuard implements AutoCloseable {
        private final @Nullable ScheduledTask<?> taker;
        private boolean closed;

        private ReadGuard(@Nullable Waiter taker) {
            this.taker = taskOf(taker);
            if (reader == null) {
                reader = this.taker;
            }
        }

        /**
         * Unlocks, and lets in who has waited longest. Never suspends.
         *
         * @throws IllegalStateException if it was closed before, or on the thread of another loop
         */
        @Override
        public void close() {
            enter("close()");
            if (closed) {
                throw closedBefore("read");
            }
            closed = true;
            if (reader == taker) {
                reader = null;
            }
            readerLeaves();
        }
    }

    /** The lock, held for writing. Loop thread only. */
    public final class WriteGuard implements AutoCloseable {
        private boolean closed;

        /** Whether another guard is to unlock, so that the end of the {@code try} does nothing. */
        private boolean downgraded;

        private WriteGuard() {}

        /**
         * Goes on with reading, so that nobody writes in between; readers that wait in front come in as well. Never suspends. This guard
         * need not be closed then, and may be: it is the other one that unlocks.
         *
         * @return the lock for reading, to be closed once
         * @throws IllegalStateException if it was closed before, or on the thread of another loop
         */
        public ReadGuard downgrade() {
            leave();
            readers++;
            writerLeaves();
            downgraded = true;
            return new ReadGuard(Waiter.current());
        }

        private void leave() {
            enter("close()");
            if (closed) {
                throw closedBefore("write");
            }
            closed = true;
        }

        /**
         * Unlocks, and lets in who has waited longest. Does nothing after {@link #downgrade()}. Never suspends.
         *
         * @throws IllegalStateException if it was closed before, or on the thread of another loop
         */
        @Override
        public void close() {
            if (downgraded) {
                downgraded = false;
                return;
            }
            leave();
            writerLeaves();
        }
    }

    // ------------------------------------------------------------------ waits

    private abstract class Lock<G> extends Queued<G> {
        abstract boolean mayEnter();

        abstract void enters(@Nullable Waiter taker);

        @Override
        final Named home() {
            return RwLock.this;
        }

        @Override
        protected final boolean tryComplete() {
            if (waiter() != null || !line.isEmpty() || !mayEnter()) {
                return false;
            }
            enterToWait(this);
            enters(Waiter.current());
            return true;
        }

        @Override
        protected final void begin(Waiter waiter) {
            enterToWait(this);
            ScheduledTask<?> writing = writer();
            if (writing != null && writing == awaiting(waiter).actsFor()) {
                throw new IllegalStateException(operation() + ": task " + writing.name()
                        + " holds it for writing already, and would wait for itself. Close that guard first, or"
                        + " downgrade() it to read.");
            }
            line.add(this);
            serve(); // it may be free by now
        }

        /** Who stood in front may have held up those behind. */
        @Override
        protected final void stop() {
            if (standsIn != null) {
                line.remove(this);
                serve();
            }
        }

        @Override
        public WaitDescription describe() {
            return RwLock.this.describe();
        }
    }

    private final class Read extends Lock<ReadGuard> {
        @Override
        String verb() {
            return "read()";
        }

        @Override
        boolean mayEnter() {
            return !written;
        }

        @Override
        void enters(@Nullable Waiter taker) {
            readers++;
        }

        @Override
        protected ReadGuard value() {
            return new ReadGuard(Waiter.current());
        }

        @Override
        public void discard(ReadGuard guard) {
            guard.close();
        }

        /** Where others read, it waits for the writer in front of it: when that one gives up, this one comes in, and they may read on. */
        @Override
        public WaitDescription describe() {
            return !written && line.first() instanceof RwLock.Write front
                    ? RwLock.this.describe(", behind a writer", taskOf(front.waiting()))
                    : super.describe();
        }
    }

    private final class Write extends Lock<WriteGuard> {
        @Override
        String verb() {
            return "write()";
        }

        @Override
        boolean mayEnter() {
            return !written && readers == 0;
        }

        @Override
        void enters(@Nullable Waiter taker) {
            written = true;
            writer = taker instanceof ScheduledTask<?> task ? task : null; // whom it acts for is known when it goes on
        }

        @Override
        protected WriteGuard value() {
            writtenBy(Waiter.current());
            return new WriteGuard();
        }

        @Override
        public void discard(WriteGuard guard) {
            guard.close();
        }
    }
}
