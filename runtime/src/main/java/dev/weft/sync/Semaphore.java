// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits, which tasks acquire and release: so many may do something at the same time.
 *
 * <pre>{@code
 * try (Semaphore.Permit permit = await(semaphore.permit())) {
 *     await(fetch(url)); // in ten tasks at most
 * }
 * }</pre>
 *
 * <p>First come, first served: a permit that is released goes to who has waited longest, and who comes later never gets in between. Who
 * wants more permits than there are holds up those behind, until it has them. Releasing never suspends.
 *
 * <p>Permits belong to no task: any task, and code that no task runs, may release them. Where one too many would go unnoticed,
 * {@link #bounded} refuses it.
 *
 * <p>Belongs to the event loop on whose thread it is first used, and throws {@link IllegalStateException} on any other thread. The methods
 * that only tell something may be called on any thread, and may then tell what was so a moment before.
 */
public final class Semaphore extends Confined {
    private final Line<Acquire<?>> line = new Line<>();
    private final Turnstile<Void> turnstile = new PermitTurnstile();

    /** How many permits there may be. */
    private final int limit;

    /** How many nobody has. */
    private int available;

    private Semaphore(String name, int permits, int limit) {
        super(name);
        if (permits < 0) {
            throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits; give 0 or more");
        }
        this.available = permits;
        this.limit = limit;
    }

    /**
     * Makes a semaphore to which more permits may be added, by releasing what nobody acquired.
     *
     * @param permits how many there are at first, 0 or more
     * @throws IllegalArgumentException if it is less
     */
    public Semaphore(int permits) {
        this("", permits);
    }

    /**
     * As {@link #Semaphore(int)}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @param permits how many there are at first, 0 or more
     * @throws IllegalArgumentException if it is less
     */
    public Semaphore(String name, int permits) {
        this(name, permits, Integer.MAX_VALUE);
    }

    /**
     * Makes a semaphore that never has more permits than at first: a release too many throws.
     *
     * @param permits how many there are, 0 or more
     * @return the semaphore
     * @throws IllegalArgumentException if it is less
     */
    public static Semaphore bounded(int permits) {
        return bounded("", permits);
    }

    /**
     * As {@link #bounded(int)}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @param permits how many there are, 0 or more
     * @return the semaphore
     * @throws IllegalArgumentException if it is less
     */
    public static Semaphore bounded(String name, int permits) {
        return new Semaphore(name, permits, permits);
    }

    @Override
    String kind() {
        return "semaphore";
    }

    // ------------------------------------------------------------------ acquire

    /**
     * Acquires a permit, waiting until there is one. Cancel-safe: a task that is cancelled while it waits leaves the line, and a permit
     * that was handed to it in that moment goes on to the next one.
     *
     * <p>Where there is a permit it takes no object, and what it returns may be awaited again, to acquire another one.
     *
     * @return gives nothing, when the permit is acquired
     */
    @CancelSafe
    public Awaitable<Void> acquire() {
        return hasFor(1) ? turnstile : new Bare(1);
    }

    /**
     * Acquires several permits at once, waiting until there are so many; as {@link #acquire()} otherwise. To be awaited once.
     *
     * @param permits how many, more than 0
     * @return gives nothing, when all are acquired
     * @throws IllegalArgumentException if it is not more than 0, or more than a bounded semaphore has
     */
    @CancelSafe
    public Awaitable<Void> acquire(int permits) {
        return new Bare(checked(permits));
    }

    /**
     * Acquires a permit for a {@code try} with resources, waiting until there is one. Cancel-safe, as {@link #acquire()}. To be awaited
     * once.
     *
     * @return the permit, to be closed once
     */
    @CancelSafe
    public Awaitable<Permit> permit() {
        return new Guarded(1);
    }

    /**
     * Acquires several permits for a {@code try} with resources; as {@link #permit()} otherwise.
     *
     * @param permits how many, more than 0
     * @return all of them, to be closed once
     * @throws IllegalArgumentException if it is not more than 0, or more than a bounded semaphore has
     */
    @CancelSafe
    public Awaitable<Permit> permit(int permits) {
        return new Guarded(checked(permits));
    }

    /**
     * Acquires a permit if that can be done at once. Never suspends.
     *
     * @return true if the caller now has it
     */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Acquires several permits if that can be done at once. Never suspends.
     *
     * @param permits how many, more than 0
     * @return true if the caller now has them
     * @throws IllegalArgumentException if it is not more than 0, or more than a bounded semaphore has
     */
    public boolean tryAcquire(int permits) {
        enter("tryAcquire()");
        boolean has = hasFor(checked(permits));
        if (has) {
            available -= permits;
        }
        return has;
    }

    private boolean hasFor(int permits) {
        return available >= permits && line.isEmpty();
    }

    private int checked(int permits) {
        if (permits <= 0 || permits > limit) {
            throw new IllegalArgumentException(label() + ": " + permits + " permits cannot be acquired; "
                    + (permits <= 0 ? "give 1 or more" : "there are never more than " + limit));
        }
        return permits;
    }

    // ------------------------------------------------------------------ release

    /**
     * Releases a permit, which goes to who has waited longest, if there is anybody. Never suspends.
     *
     * @throws IllegalStateException if that is one too many for a bounded semaphore, or on the thread of another loop
     */
    public void release() {
        release(1);
    }

    /**
     * Releases several permits. Never suspends.
     *
     * @param permits how many, more than 0
     * @throws IllegalArgumentException if it is not
     * @throws IllegalStateException if these are too many for a bounded semaphore, or on the thread of another loop
     */
    public void release(int permits) {
        enter("release()");
        if (permits <= 0 || permits > limit - available) {
            refuse(permits);
        }
        put(permits);
    }

    private void refuse(int permits) {
        if (permits <= 0) {
            throw new IllegalArgumentException(
                    label() + ": " + permits + " permits cannot be released; give 1 or more");
        }
        throw new IllegalStateException(label() + " has " + available + " of " + limit + " permits, and cannot take "
                + permits + " more: something was released that was not acquired.");
    }

    private void put(int permits) {
        available += permits;
        serve();
    }

    /** Hands permits to those in front, as far as they go. */
    private void serve() {
        for (Acquire<?> next = line.first(); next != null && next.permits <= available; next = line.first()) {
            available -= next.permits;
            line.remove(next);
            next.grant();
        }
    }

    // ------------------------------------------------------------------ what it looks like

    /**
     * Returns how many permits nobody has. Any thread.
     *
     * @return the number
     */
    public int available() {
        return available;
    }

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public SemaphoreStatistics statistics() {
        return new SemaphoreStatistics(available, limit, line.size());
    }

    /**
     * Describes it, how many permits it has, and how many wait, for dumps. Any thread.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return WaitDescription.of(kind(), identity() + ", " + howFull()).of(this);
    }

    @Override
    public String toString() {
        return label() + " (" + howFull() + ')';
    }

    private String howFull() {
        return available + (limit == Integer.MAX_VALUE ? "" : " of " + limit) + " permits, " + line.size() + " waiting";
    }

    // ------------------------------------------------------------------ the operations

    /** Permits that were acquired. Loop thread only. */
    public final class Permit implements AutoCloseable {
        private int permits;

        private Permit(int permits) {
            this.permits = permits;
        }

        /**
         * Releases them.
         *
         * @throws IllegalStateException if they were released before, or on the thread of another loop
         */
        @Override
        public void close() {
            if (permits == 0) {
                throw new IllegalStateException("A permit of " + label() + " was closed before. Close it once.");
            }
            release(permits);
            permits = 0;
        }
    }

    private final class PermitTurnstile extends Turnstile<Void> {
        @Override
        boolean isOpen() {
            return hasFor(1);
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        Void enter() {
            enterToWait("acquire()");
            if (!hasFor(1)) {
                throw new IllegalStateException("acquire() of " + label() + " is not ready; ask isReady() first.");
            }
            available--;
            return null;
        }

        @Override
        Queued<Void> queue() {
            return new Bare(1);
        }

        @Override
        public void discard(Void permit) {
            put(1);
        }

        @Override
        public @Nullable EventLoop loop() {
            return Semaphore.this.loop();
        }

        @Override
        public WaitDescription describe() {
            return Semaphore.this.describe();
        }
    }

    /** A wait for permits. */
    private abstract class Acquire<T> extends Queued<T> {
        final int permits;

        Acquire(int permits) {
            this.permits = permits;
        }

        @Override
        final Named home() {
            return Semaphore.this;
        }

        @Override
        protected final boolean tryComplete() {
            if (waiter() != null || !hasFor(permits)) {
                return false;
            }
            enterToWait(this);
            available -= permits;
            return true;
        }

        @Override
        protected final void begin(Waiter waiter) {
            enterToWait(this);
            line.add(this);
            serve(); // there may be permits by now
        }

        /** Who stood in front may have wanted more than there was. */
        @Override
        protected final void stop() {
            if (standsIn != null) {
                line.remove(this);
                serve();
            }
        }

        @Override
        public final void discard(T acquired) {
            put(permits);
        }

        @Override
        public final WaitDescription describe() {
            return Semaphore.this.describe();
        }
    }

    private final class Bare extends Acquire<Void> {
        Bare(int permits) {
            super(permits);
        }

        @Override
        String verb() {
            return "acquire(" + (permits == 1 ? "" : permits) + ')';
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }
    }

    private final class Guarded extends Acquire<Permit> {
        Guarded(int permits) {
            super(permits);
        }

        @Override
        String verb() {
            return "permit(" + (permits == 1 ? "" : permits) + ')';
        }

        @Override
        protected Permit value() {
            return new Permit(permits);
        }
    }
}
