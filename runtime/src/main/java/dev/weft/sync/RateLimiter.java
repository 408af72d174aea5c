// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.LoopTimer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Permits that come as time passes: so many in a period, evenly. What nobody takes is kept, up to a burst.
 *
 * <pre>{@code
 * RateLimiter limiter = RateLimiter.of(100, Duration.ofSeconds(1), 10); // one each 10 ms; 10 at once after a pause
 * await(limiter.acquire());
 * await(fetch(url));
 * }</pre>
 *
 * <p>At first there is a whole burst. In any span of time no more is taken than the burst and what comes in it; with a burst of 1 the
 * permits are evenly spaced. The rate does not drift, whatever it is: nothing is rounded, and what a timer that is late gives too late is
 * made up for, up to another burst.
 *
 * <p>First come, first served: who wants more permits than there are holds up those behind, and who comes later never gets in between.
 * Nothing runs in the background: while somebody waits, one timer is set.
 *
 * <p>Belongs to the event loop on whose thread it is first used, whose clock it goes by, and throws {@link IllegalStateException} on any
 * other thread; several loops have one each, with a part of the rate. The methods that only tell something may be called on any thread, and
 * may then tell what was so a moment before.
 */
public final class RateLimiter extends Confined {
    private final Line<Acquire> line = new Line<>();
    private final Turnstile<Void> turnstile = new PermitTurnstile();
    private final Bucket bucket;
    private final int permits;
    private final Duration period;
    private final int burst;

    /** The loop by whose clock the bucket was filled last. */
    private @Nullable EventLoop filledBy;

    /** Goes off when there is enough for the first in the line. Null while nobody waits. */
    private @Nullable LoopTimer timer;

    private RateLimiter(String name, int permits, Duration period, int burst) {
        super(name);
        this.permits = permits;
        this.period = period;
        this.burst = burst;
        this.bucket = bucket();
    }

    private Bucket bucket() {
        try {
            long nanos = period.toNanos();
            if (permits > 0 && nanos > 0 && burst > 0) {
                return new Bucket(permits, nanos, burst);
            }
        } catch (ArithmeticException tooMuch) {
            throw new IllegalArgumentException(
                    "a rate limiter cannot count " + permits + " permits in " + period + " and a burst of " + burst
                            + "; give a shorter period, or a smaller burst",
                    tooMuch);
        }
        throw new IllegalArgumentException("a rate limiter cannot give " + permits + " permits in " + period
                + " and a burst of " + burst + "; give more than 0 of each");
    }

    /**
     * Makes a limiter that lets the permits of a whole period be taken at once.
     *
     * @param permits how many come in a period, more than 0
     * @param period in which time they come, more than 0
     * @return the limiter, with a whole burst
     * @throws IllegalArgumentException if one of these is not more than 0
     */
    public static RateLimiter of(int permits, Duration period) {
        return of(permits, period, permits);
    }

    /**
     * Makes a limiter.
     *
     * @param permits how many come in a period, more than 0
     * @param period in which time they come, more than 0
     * @param burst how many are kept at most, more than 0; 1 spaces them evenly
     * @return the limiter, with a whole burst
     * @throws IllegalArgumentException if one of these is not more than 0, or the burst takes a hundred years to come
     */
    public static RateLimiter of(int permits, Duration period, int burst) {
        return of("", permits, period, burst);
    }

    /**
     * As {@link #of(int, Duration, int)}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @param permits how many come in a period, more than 0
     * @param period in which time they come, more than 0
     * @param burst how many are kept at most, more than 0; 1 spaces them evenly
     * @return the limiter, with a whole burst
     * @throws IllegalArgumentException if one of these is not more than 0, or the burst takes a hundred years to come
     */
    public static RateLimiter of(String name, int permits, Duration period, int burst) {
        Objects.requireNonNull(name, "name");
        return new RateLimiter(name, permits, Objects.requireNonNull(period, "period"), burst);
    }

    @Override
    String kind() {
        return "limiter";
    }

    // ------------------------------------------------------------------ acquire

    /**
     * Takes a permit, waiting until there is one. Cancel-safe: a task that is cancelled while it waits leaves the line and takes nothing,
     * and what a part of a {@code gather} or {@code waitFor} has taken that nobody gets is given back.
     *
     * <p>Where there is a permit it takes no object, and what it returns may be awaited again, to take another one.
     *
     * @return gives nothing, when the permit is taken
     */
    @CancelSafe
    public Awaitable<Void> acquire() {
        EventLoop home = loop();
        return home != null && home.isLoopThread() && hasFor(1) ? turnstile : new Acquire(1);
    }

    /**
     * Takes several permits at once, for something that weighs more than others, waiting until there are so many; as {@link #acquire()}
     * otherwise. To be awaited once.
     *
     * @param weight how many, more than 0
     * @return gives nothing, when all are taken
     * @throws IllegalArgumentException if it is not more than 0, or more than the burst, which would never be there
     */
    @CancelSafe
    public Awaitable<Void> acquire(int weight) {
        return new Acquire(checked(weight));
    }

    /**
     * Takes a permit if that can be done at once. Never suspends.
     *
     * @return true if it was taken
     * @throws IllegalStateException where no loop runs, by whose clock to go, and on the thread of another loop
     */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Takes several permits if that can be done at once. Never suspends.
     *
     * @param weight how many, more than 0
     * @return true if they were taken
     * @throws IllegalArgumentException if it is not more than 0, or more than the burst, which would never be there
     * @throws IllegalStateException where no loop runs, by whose clock to go, and on the thread of another loop
     */
    public boolean tryAcquire(int weight) {
        checked(weight);
        enterToWait("tryAcquire()");
        return takes(weight);
    }

    private int checked(int weight) {
        if (weight <= 0 || weight > burst) {
            throw new IllegalArgumentException(label() + ": " + weight + " permits cannot be acquired; "
                    + (weight <= 0 ? "give 1 or more" : "there are never more than " + burst + ", its burst"));
        }
        return weight;
    }

    private boolean takes(int weight) {
        fill(); // what comes from now on comes to what is left
        boolean has = hasFor(weight);
        if (has) {
            bucket.take(weight);
        }
        return has;
    }

    private boolean hasFor(int weight) {
        return line.isEmpty() && has(weight);
    }

    /** Looks at the clock only where what was there last does not do. */
    private boolean has(int weight) {
        if (!bucket.has(weight)) {
            fill();
        }
        return bucket.has(weight);
    }

    private void fill() {
        EventLoop home = Objects.requireNonNull(loop());
        if (filledBy != home) { // a loop has a clock of its own
            filledBy = home;
            bucket.startAt(home.nanoTime());
        } else if (line.isEmpty()) {
            bucket.fill(home.nanoTime());
        } else {
            bucket.fillLate(home.nanoTime());
        }
    }

    private void giveBack(int weight) {
        fill();
        bucket.put(weight);
        serve();
    }

    /** Hands permits to those in front, as far as they go, and sets the timer for the next. */
    private void serve() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (line.isEmpty()) {
            return;
        }
        fill();
        Acquire next = line.first();
        for (; next != null && bucket.has(next.weight); next = line.first()) {
            bucket.take(next.weight);
            line.remove(next);
            next.grant();
        }
        EventLoop home = loop();
        if (next != null && home != null && timer == null) { // who was woken may have set it
            timer = LoopTimer.set(home, bucket.timeOf(next.weight) - home.nanoTime(), this::serve);
        }
    }

    // ------------------------------------------------------------------ what it looks like

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public RateLimiterStatistics statistics() {
        EventLoop home = filledBy;
        return new RateLimiterStatistics(home == null ? burst : bucket.permitsAt(home.nanoTime()), burst, line.size());
    }

    /**
     * Describes it, how many permits it has, and how many wait, for dumps. Any thread.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return describe(WaitDescription.NO_DEADLINE);
    }

    private WaitDescription describe(long deadlineNanos) {
        return new WaitDescription(kind(), identity() + ", " + howFull(), null, deadlineNanos, this);
    }

    @Override
    public String toString() {
        return label() + " (" + permits + " in " + period + ", " + howFull() + ')';
    }

    private String howFull() {
        RateLimiterStatistics now = statistics();
        return now.available() + " of " + burst + " permits, " + now.waiting() + " waiting";
    }

    // ------------------------------------------------------------------ the operations

    private final class PermitTurnstile extends Turnstile<Void> {
        @Override
        boolean isOpen() {
            enterToWait("acquire()");
            return hasFor(1);
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        Void enter() {
            enterToWait("acquire()");
            if (!takes(1)) {
                throw new IllegalStateException("acquire() of " + label() + " is not ready; ask isReady() first.");
            }
            return null;
        }

        @Override
        Queued<Void> queue() {
            return new Acquire(1);
        }

        @Override
        public void discard(Void permit) {
            giveBack(1);
        }

        @Override
        public @Nullable EventLoop loop() {
            return RateLimiter.this.loop();
        }

        @Override
        public WaitDescription describe() {
            return RateLimiter.this.describe();
        }
    }

    /** A wait for permits. */
    private final class Acquire extends Queued<Void> {
        final int weight;

        Acquire(int weight) {
            this.weight = weight;
        }

        @Override
        Named home() {
            return RateLimiter.this;
        }

        @Override
        String verb() {
            return "acquire(" + (weight == 1 ? "" : weight) + ')';
        }

        @Override
        protected boolean tryComplete() {
            if (waiter() != null) {
                return false;
            }
            enterToWait(this);
            return takes(weight);
        }

        @Override
        protected void begin(Waiter waiter) {
            enterToWait(this);
            fill();
            line.add(this);
            if (line.first() == this) { // there may be permits by now
                serve();
            }
        }

        /** Who stood in front may have wanted more than there was. */
        @Override
        protected void stop() {
            boolean stoodInFront = line.first() == this;
            line.remove(this);
            if (stoodInFront) {
                serve();
            }
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        public void discard(Void permits) {
            giveBack(weight);
        }

        /** With the time at which it ends if nobody in front is cancelled. */
        @Override
        public WaitDescription describe() {
            if (standsIn == null) {
                return RateLimiter.this.describe();
            }
            long wanted = 0;
            for (Queued<?> each = this; each instanceof Acquire acquire; each = each.before) {
                wanted += acquire.weight;
            }
            return RateLimiter.this.describe(bucket.timeOf(wanted));
        }
    }
}
