// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that may become true of what a {@link Mutex} guards. Who holds the mutex waits here, with the mutex free meanwhile; who changes
 * what it guards signals.
 *
 * <pre>{@code
 * try (Mutex.Guard held = await(mutex.lock())) {
 *     await(notEmpty.waitFor(() -> !items.isEmpty()));
 *     return Task.of(items.remove());
 * }
 * }</pre>
 *
 * <p>Who waits has the mutex again when the wait is over, <em>however</em> it ends: a task that is cancelled waits for the mutex before it
 * gets the exception, so that what closes the guard may run. First come, first served, here and for the mutex.
 *
 * <p>{@code signal} and {@code signalAll} are asyncio's {@code notify} and {@code notify_all}: those names every object of Java has
 * already.
 *
 * <p>Belongs to the event loop of its mutex, and throws {@link IllegalStateException} on any other thread. The methods that only tell
 * something may be called on any thread, and may then tell what was so a moment before.
 */
public final class Condition extends Named {
    private final Mutex mutex;
    private final Line<Wait> line = new Line<>();

    /**
     * Makes a condition of what a mutex guards. A mutex may have several.
     *
     * @param mutex the mutex; not null
     */
    public Condition(Mutex mutex) {
        this("", mutex);
    }

    /**
     * As {@link #Condition(Mutex)}, with a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     * @param mutex the mutex; not null
     */
    public Condition(String name, Mutex mutex) {
        super(name);
        this.mutex = Objects.requireNonNull(mutex, "mutex");
    }

    @Override
    String kind() {
        return "condition";
    }

    @Override
    @Nullable
    EventLoop loop() {
        return mutex.loop();
    }

    /**
     * Returns the mutex that is held while waiting begins, and when it is over. Any thread.
     *
     * @return the mutex
     */
    public Mutex mutex() {
        return mutex;
    }

    /**
     * Unlocks the mutex, waits for a signal, and locks it again. Cancel-safe: the mutex is locked again then too, and a signal that has
     * come goes on to the next who waits. Awaiting it throws {@link IllegalStateException} if the calling task does not hold the mutex, and
     * as an operation in a {@code shield} or a child of a {@code TaskGroup}, since the task could go on there without the mutex.
     *
     * @return gives nothing, when a signal has come and the mutex is held; to be awaited once
     */
    @CancelSafe
    public Awaitable<Void> untilSignalled() {
        return new Wait(null);
    }

    /**
     * Waits, as {@link #untilSignalled()} does, until a predicate is true; not at all if it is true already, which does not need the mutex.
     *
     * @param predicate is asked with the mutex held, first and after each signal, by the waiting task; must not block; what it throws is
     *     thrown by the await, with the mutex held
     * @return gives nothing, when the predicate is true and the mutex is held; to be awaited once
     */
    @CancelSafe
    public Awaitable<Void> waitFor(BooleanSupplier predicate) {
        return new Wait(Objects.requireNonNull(predicate, "predicate"));
    }

    /**
     * Wakes who has waited longest, if there is anybody: they go on when they have the mutex. Never suspends.
     *
     * @throws IllegalStateException if the calling task does not hold the mutex
     */
    public void signal() {
        signal(1);
    }

    /**
     * Wakes so many of those who wait, the longest first. Never suspends.
     *
     * @param most how many, 0 or more
     * @throws IllegalArgumentException if it is less than 0
     * @throws IllegalStateException if the calling task does not hold the mutex
     */
    public void signal(int most) {
        mutex.requireHeld(mutex.caller("signal()"), this, "signal()");
        if (most < 0) {
            throw new IllegalArgumentException(label() + " signals to 0 or more, and not to " + most);
        }
        for (int left = Math.min(most, line.size()); left > 0; left--) {
            pass();
        }
    }

    /**
     * Wakes all who wait, who go on one after the other. Never suspends.
     *
     * @throws IllegalStateException if the calling task does not hold the mutex
     */
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /** Has who has waited longest wait for the mutex. */
    private void pass() {
        Wait next = line.poll();
        if (next != null) {
            mutex.line(next);
        }
    }

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public ConditionStatistics statistics() {
        return new ConditionStatistics(line.size(), mutex.statistics());
    }

    /**
     * Describes it, and how many wait, for dumps. Any thread.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return WaitDescription.of(kind(), identity() + ", " + line.size() + " waiting")
                .of(this);
    }

    @Override
    public String toString() {
        return label() + " (" + line.size() + " waiting, of " + mutex + ')';
    }

    /**
     * A wait, which stands in the line of the condition first, and in that of the mutex when a signal has come or it was cancelled.
     *
     * <pre>
     * stands in   holds   means                                       next
     * nothing     no      it has not begun                            the condition's line by begin
     * condition   no      it waits for a signal                       the mutex' line by a signal, or if it is cancelled
     * mutex       no      it waits for the mutex                      nothing, and holds the mutex
     * nothing     yes     it has the mutex, and has yet to see that   ended; the condition's line if its predicate is false
     * </pre>
     */
    private final class Wait extends Queued<Void> {
        private final @Nullable BooleanSupplier predicate;
        private boolean holds;
        private @Nullable CancellationException cancelled;

        Wait(@Nullable BooleanSupplier predicate) {
            this.predicate = predicate;
        }

        @Override
        Named home() {
            return Condition.this;
        }

        @Override
        String verb() {
            return predicate == null ? "untilSignalled()" : "waitFor(...)";
        }

        @Override
        protected boolean tryComplete() {
            if (waiter() == null) {
                return predicate != null && predicate.getAsBoolean();
            }
            if (!holds) {
                return false;
            }
            holds = false;
            mutex.handedOver();
            if (cancelled != null) {
                throw cancelled;
            }
            if (predicate == null || predicate.getAsBoolean()) {
                return true;
            }
            line.add(this);
            mutex.release();
            return false;
        }

        @Override
        protected void begin(Waiter waiter) {
            mutex.enterToWait(this);
            mutex.requireHeld(awaiting(waiter), Condition.this, verb());
            requireAwaitedThroughout(awaiting(waiter));
            line.add(this);
            mutex.release();
        }

        /** Refuses a wait whose task would go on without the mutex, and not know when it has it again. */
        private void requireAwaitedThroughout(Waiter caller) {
            if (!caller.isAwaitedThroughout()) {
                throw new IllegalStateException(
                        verb() + " of " + label() + " gives " + mutex.label()
                                + " away until it ends, and in a shield or as a child of a TaskGroup its task may go on before that."
                                + " Await it where the mutex is held; what is not to be cancelled there is a block: shield(() -> ...).");
            }
        }

        @Override
        void grant() {
            holds = true;
            wake();
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            if (standsIn == null || isAwaitedByOther(waiter)) {
                return super.withdraw(waiter);
            }
            if (cancelled != null) {
                return false;
            }
            boolean wasSignalled = standsIn != line;
            if (wasSignalled) {
                cancelled = waiter.cancellation();
                pass();
                return false;
            }
            line.remove(this);
            if (mutex.takeFor(awaiting(waiter))) {
                return super.withdraw(waiter);
            }
            cancelled = waiter.cancellation();
            mutex.line(this);
            return false;
        }

        /** It is given up though it has the mutex, which stays with its task: who has to unlock it is there. */
        @Override
        protected void stop() {
            if (holds) {
                holds = false;
                mutex.handedOver();
                passOn();
            }
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        /** The signal was for somebody who goes on. */
        @Override
        public void discard(Void nothing) {
            passOn();
        }

        private void passOn() {
            if (cancelled == null) { // else it had no signal, or has passed it on
                pass();
            }
        }

        @Override
        public WaitDescription describe() {
            return Condition.this.describe();
        }
    }
}
