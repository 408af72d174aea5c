// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Discards;
import dev.weft.spi.Fence;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation on an {@link Exchange}, which is at the same time the entry in the list of those who wait there. Whoever is at the other
 * side settles it, on any thread: puts into its slot what comes of it, with the lock held, and wakes it after that. An awaitable of its
 * own, and no {@link dev.weft.spi.SingleUse}: what comes of it and how far it is are one field, since both are written for each element.
 *
 * <pre>
 * slot                        waiter   means
 * as it was made              null     nobody has awaited it
 * as it was made              set      open: it waits
 * what came of it             set      settled, and nobody has asked
 * what came of it             null     whoever asked was told that it is settled
 * the operation itself                 used up: its result was taken, or it was given up
 * </pre>
 *
 * @param <E> the type of the elements of the exchange
 * @param <T> what awaiting it gives
 */
abstract class Operation<E, T> implements Awaitable<T> {
    private static final VarHandle SLOT;

    static {
        try {
            SLOT = MethodHandles.lookup().findVarHandle(Operation.class, "slot", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Exchange<E> exchange;

    /**
     * Written with the lock held, once it waits. That null and the operation itself have a meaning is for the collector, whose barrier
     * they need not.
     */
    private @Nullable Object slot;

    /** Who waits, or the {@link Choice} of a select; written with the lock held, and taken back by whoever asks. */
    private @Nullable Waiter waiter;

    /** Neighbours in the list of those who wait. */
    @Nullable
    Operation<E, ?> previous;

    @Nullable
    Operation<E, ?> next;

    Operation(Exchange<E> exchange, @Nullable Object slot) {
        this.exchange = exchange;
        this.slot = slot;
    }

    // ------------------------------------------------------------------ what a kind of operation says

    /** Whether the slot says that nothing has come of it yet. */
    abstract boolean isOpen(@Nullable Object slot);

    /** Whether it may be that it is done at once. A hint, without the lock. */
    abstract boolean isPromising();

    /** Settles it if that is possible now. With the lock held. Returns who was settled by that, to be woken. */
    abstract @Nullable Operation<E, ?> attempt();

    /** The list in which it waits. */
    abstract Waiting<E> list();

    /** What awaiting it gives for what came of it; it may throw. */
    abstract T value(@Nullable Object outcome);

    /** What it is called: {@code send}. */
    abstract String kind();

    // ------------------------------------------------------------------ settled by the other side

    final @Nullable Object slot() {
        return SLOT.getAcquire(this);
    }

    final boolean isOpen() {
        return isOpen(slot());
    }

    /** Says what came of it. With the lock held. */
    final void settle(@Nullable Object outcome) {
        SLOT.setRelease(this, outcome);
    }

    /** Begins to wait, for somebody or as a clause of a select. With the lock held. */
    final void enter(Waiter whom) {
        waiter = whom;
        list().add(this);
    }

    /** Whether it may be settled: a clause of a select may be only if no other clause was. With the lock held, while it waits. */
    final boolean claim() {
        return !(waiter instanceof Choice choice) || choice.claim(this);
    }

    /** Leaves, as a clause of a select that another clause has won, or nobody will; without the lock. */
    final void leave() {
        exchange.lock();
        try {
            list().remove(this);
        } finally {
            exchange.unlock();
        }
        slot = this;
    }

    /** Wakes whoever awaits it, after it was settled; without the lock. */
    final void wakeSettled() {
        Waiter woken = waiter;
        if (woken != null) { // else it was seen to be settled before
            Fence.wake(woken, exchange);
        }
    }

    // ------------------------------------------------------------------ awaited

    /** Refuses to be a clause of a select that waits, if somebody waits for it already. */
    final void requireUnawaited() {
        if (waiter != null) {
            throw refusal();
        }
    }

    @Override
    public final boolean isReady() {
        Object now = slot();
        if (isOpen(now)) {
            return waiter == null && isPromising() && isReadyNow();
        }
        if (now == this) {
            throw refusal();
        }
        if (waiter != null) {
            waiter = null;
        }
        return true;
    }

    private boolean isReadyNow() {
        try {
            exchange.perform(this, null);
        } catch (Throwable thrown) { // of a comparator, or no memory; for whoever asks for the result
            slot = new Outcome(thrown);
        }
        return !isOpen(slot);
    }

    @Override
    public final T result() {
        Object outcome = slot();
        if (isOpen(outcome) || outcome == this) {
            throw new IllegalStateException(operation() + " has not ended; ask isReady() first.");
        }
        slot = this;
        return value(outcome);
    }

    @Override
    public final void subscribe(Waiter whom) {
        Objects.requireNonNull(whom, "waiter");
        if (waiter != null || !isOpen(slot)) {
            throw refusal();
        }
        try {
            exchange.perform(this, whom);
        } catch (Throwable thrown) { // rethrown
            slot = this;
            throw thrown;
        }
        if (waiter == null) {
            Fence.wake(whom, exchange);
        }
    }

    /** If it was settled in the meantime it has to be awaited to its end, or its outcome were lost. */
    @Override
    public final boolean withdraw(Waiter whom) {
        Objects.requireNonNull(whom, "waiter");
        if (waiter == null) {
            giveBackUntaken();
            return true;
        }
        if (waiter != whom) {
            return true; // somebody else awaits it
        }
        if (!exchange.retract(this)) {
            return false;
        }
        waiter = null;
        slot = this;
        return true;
    }

    /** Gives back what whoever asked was told of, and has not taken. One that has not begun may be awaited later. */
    private void giveBackUntaken() {
        Object outcome = slot;
        if (isOpen(outcome) || outcome == this) {
            return;
        }
        slot = this;
        T value;
        try {
            value = value(outcome);
        } catch (Throwable failure) { // which has nothing to give back, and which nobody waits for
            return;
        }
        Discards.discard(this, value);
    }

    /** On a plain thread it parks the thread, and needs no loop. */
    @Override
    public final T block() {
        return EventLoop.current() != null ? Awaitable.super.block() : ParkedThread.block(this);
    }

    final IllegalStateException refusal() {
        return new IllegalStateException(
                operation() + " was awaited before; what it returns is awaited once. Call it again for another.");
    }

    private String operation() {
        return kind() + "(...) of " + exchange;
    }

    @Override
    public final WaitDescription describe() {
        return WaitDescription.of(kind(), exchange.toString()).of(exchange);
    }
}
