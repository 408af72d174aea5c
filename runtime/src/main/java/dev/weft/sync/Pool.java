// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.AsyncBlock;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.lang.StackWalker.StackFrame;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lends objects that are dear to make, such as connections to a database, and takes them back for the next one.
 *
 * <pre>{@code
 * Pool<Database> pool = Pool.making(() -> Database.connect(url))
 *         .max(10).idleTime(Duration.ofMinutes(5)).check(database -> database.ping()).build();
 *
 * try (Lease<Database> lease = await(waitFor(pool.borrow(), Duration.ofSeconds(2)))) {
 *     await(lease.get().query("..."));
 * }
 * }</pre>
 *
 * <p>What was given back last is lent first. Where there is none, one is made, unless there are as many as there may be: then whoever
 * borrows waits. First come, first served; a lease that was handed to a task which is cancelled in that moment goes to the next one.
 * Objects are made, checked and closed by tasks of the pool's own, which go on when whoever waits is cancelled, so that nothing that was
 * half made is lost. When one cannot be made, who has waited longest is told why, and the others try anew.
 *
 * <p>Belongs to the event loop on whose thread it is first used, and throws {@link IllegalStateException} on any other thread. Close it
 * before the loop closes, which has no task any more that could close its objects. The methods that only tell something may be called on
 * any thread, and may then tell what was so a moment before.
 *
 * @param <T> the type of the objects
 */
public final class Pool<T> extends Confined implements AutoCloseable {
    private final Line<Borrow> line = new Line<>();
    private final Line<Closed> closers = new Line<>();
    private final Stock<T> stock;

    /** What is lent, in the order in which it was. */
    private final Set<Loan<T>> loans = new LinkedHashSet<>();

    /** The first of them, which others may read. */
    private volatile @Nullable Loan<T> longest;

    private boolean closed;

    Pool(PoolBuilder<T> plan) {
        super(plan.name);
        this.stock = new Stock<>(this, plan);
    }

    /**
     * Begins to make a pool.
     *
     * @param maker makes an object, as a task of its own. What it fails with is thrown to who has waited longest
     * @return what the rest is said to
     * @param <T> the type of the objects
     */
    public static <T> PoolBuilder<T> making(AsyncBlock<T, ?> maker) {
        return new PoolBuilder<>(Objects.requireNonNull(maker, "maker"));
    }

    @Override
    String kind() {
        return "pool";
    }

    // ------------------------------------------------------------------ borrow and give back

    /**
     * Borrows an object, waiting until there is one. Cancel-safe: a task that is cancelled while it waits leaves the line, and an object
     * that nobody gets goes to the next one. To be awaited once.
     *
     * @return the lease, to be closed; what awaiting it throws is what an object could not be made for, or {@link PoolClosedException}
     */
    @CancelSafe
    public Awaitable<Lease<T>> borrow() {
        return new Borrow(Loan.callerNow());
    }

    /** Takes a lent object back. */
    void takeBack(Loan<T> loan, Pooled<T> object, boolean isUsable) {
        loans.remove(loan);
        longest = loans.isEmpty() ? null : loans.iterator().next();
        stock.takeBack(object, isUsable && !closed);
        settle();
    }

    // ------------------------------------------------------------------ what the stock asks and says

    /** How many wait for an object. */
    int waiting() {
        return line.size();
    }

    /** Hands an object to who has waited longest; somebody waits. */
    void hand(Pooled<T> object) {
        Objects.requireNonNull(line.poll()).grant(object);
    }

    /** Tells who has waited longest that an object could not be made; false if nobody waits. */
    boolean tellFailure(Throwable failure) {
        Borrow first = line.poll();
        if (first != null) {
            first.refuse(failure);
        }
        return first != null;
    }

    /** Ends the wait of those who wait for the end, if it has come. */
    void settle() {
        if (closed && stock.size() == 0) {
            for (Closed next = closers.poll(); next != null; next = closers.poll()) {
                next.grant();
            }
        }
    }

    // ------------------------------------------------------------------ its end

    /**
     * Closes the pool: nobody can borrow any more, and who waits is told so by {@link PoolClosedException}. Objects that nobody uses are
     * closed, and those that are lent when they are given back. Never suspends; {@link #closed()} waits for all that. Does nothing if it
     * was closed before.
     *
     * @throws IllegalStateException on the thread of another loop, if the pool is open
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        enter("close()");
        closed = true;
        for (Borrow next = line.poll(); next != null; next = line.poll()) {
            next.refuse(lendsNothing());
        }
        stock.clear();
        settle();
    }

    private PoolClosedException lendsNothing() {
        return new PoolClosedException(label() + " is closed, and lends nothing any more.");
    }

    /**
     * Suspends until the pool is closed, all that was lent is given back, and every object has been closed. Cancel-safe: a cancelled wait
     * leaves the pool as it is. To be awaited once; call it again for another wait.
     *
     * @return gives nothing
     */
    @CancelSafe
    public Awaitable<Void> closed() {
        return new Closed();
    }

    // ------------------------------------------------------------------ what it looks like

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public PoolStatistics statistics() {
        return stock.statistics(line.size());
    }

    /**
     * Describes it, how many objects are lent and idle, and how many tasks wait, for dumps; and at which line the one was borrowed that is
     * lent for the longest time, which may be one that nobody gives back. Any thread.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return WaitDescription.of(kind(), identity() + ", " + howFull(longest)).of(this);
    }

    @Override
    public String toString() {
        return label() + " (" + howFull(null) + ')';
    }

    private String howFull(@Nullable Loan<T> shown) {
        PoolStatistics now = statistics();
        return now.lent() + " of " + now.max() + " lent" + (shown == null ? "" : shown.place()) + ", " + now.idle()
                + " idle"
                + some(now.making(), " being made") + some(now.checking(), " being checked")
                + some(now.closing(), " being closed") + ", " + now.waiting() + " waiting" + (closed ? ", closed" : "");
    }

    private static String some(int count, String what) {
        return count == 0 ? "" : ", " + count + what;
    }

    // ------------------------------------------------------------------ the operations

    /** A wait for an object. */
    private final class Borrow extends Queued<Lease<T>> {
        private final @Nullable StackFrame caller;
        private @Nullable Pooled<T> given;

        Borrow(@Nullable StackFrame caller) {
            this.caller = caller;
        }

        @Override
        Named home() {
            return Pool.this;
        }

        @Override
        String verb() {
            return "borrow()";
        }

        void grant(Pooled<T> object) {
            given = object;
            complete();
        }

        void refuse(Throwable failure) {
            fail(failure);
        }

        @Override
        protected boolean tryComplete() {
            if (waiter() != null) {
                return false;
            }
            enterAndRequireOpen();
            given = line.isEmpty() ? stock.takeNow() : null;
            return given != null;
        }

        private void enterAndRequireOpen() {
            enterToWait(this);
            if (closed) {
                throw lendsNothing();
            }
        }

        @Override
        protected void begin(Waiter waiter) {
            enterAndRequireOpen();
            line.add(this);
            stock.serve();
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        @Override
        protected Lease<T> value() {
            Loan<T> loan = new Loan<>(Pool.this, Objects.requireNonNull(given), caller);
            loans.add(loan);
            longest = loans.iterator().next();
            return new Lease<>(loan);
        }

        @Override
        public void discard(Lease<T> lease) {
            lease.close();
        }

        @Override
        public WaitDescription describe() {
            return Pool.this.describe();
        }
    }

    /** A wait for the end. */
    private final class Closed extends Queued<Void> {
        @Override
        Named home() {
            return Pool.this;
        }

        @Override
        String verb() {
            return "closed()";
        }

        private boolean hasCome() {
            return closed && stock.size() == 0;
        }

        @Override
        protected boolean tryComplete() {
            enterToWait(this);
            return hasCome();
        }

        @Override
        protected void begin(Waiter waiter) {
            enterToWait(this);
            closers.add(this);
            settle();
        }

        @Override
        protected void stop() {
            closers.remove(this);
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        public WaitDescription describe() {
            return Pool.this.describe();
        }
    }
}
