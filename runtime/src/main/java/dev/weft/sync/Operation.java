// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An operation on an {@link Exchange}, which is at the same time the entry in the list of those who wait there. Whoever is at the other side settles
 * it, on any thread: puts into {@link #slot} what comes of it, with the lock held, and wakes it after that.
 *
 * <pre>
 * slot                                      means
 * null; a sender's element                  open
 * {@link #DONE}; the element for a receiver   settled
 * {@link #CLOSED}                           settled: the exchange was closed
 * </pre>
 *
 * @param <E> the type of the elements of the exchange
 * @param <T> what awaiting it gives
 */
abstract class Operation<E, T> extends SingleUse<T> {
    /** The slot of an operation that has nothing to say but that it is done. */
    static final Object DONE = "done";

    /** The slot of an operation for which the exchange was closed. */
    static final Object CLOSED = "closed";

    private static final VarHandle SLOT;

    static {
        try {
            SLOT = MethodHandles.lookup().findVarHandle(Operation.class, "slot", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Exchange<E> exchange;

    /** Written with the lock held, once it waits. */
    @SuppressWarnings("UnusedVariable") // by the handle
    private @Nullable Object slot;

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

    /** Settles it if that is possible now. With the lock held. */
    abstract void attempt();

    /** The list in which it waits. */
    abstract Waiting<E> list();

    /** The failure of an operation that finds the exchange closed; null if that is none. */
    abstract @Nullable Throwable closedFailure();

    /** What it is called: {@code send}. */
    abstract String kind();

    // ------------------------------------------------------------------ settled by the other side

    final @Nullable Object slot() {
        return SLOT.getAcquire(this);
    }

    /** Says what came of it. With the lock held. */
    final void settle(Object outcome) {
        SLOT.setRelease(this, outcome);
    }

    /** Whether it may be settled: a clause of a select may be only if no other clause was. With the lock held, while it waits. */
    final boolean claim() {
        return !(waiter() instanceof Choice choice) || choice.claim(this);
    }

    /** Wakes whoever awaits it, after it was settled; without the lock. */
    final void wakeSettled() {
        Waiter waiter = waiter();
        if (waiter != null) { // else it was seen to be settled before
            Fence.wake(waiter, exchange);
        }
    }

    final boolean isOpen() {
        return isOpen(slot());
    }

    // ------------------------------------------------------------------ awaited

    @Override
    protected final boolean tryComplete() throws Exception {
        if (isOpen()) {
            if (waiter() != null || !isPromising()) {
                return false;
            }
            exchange.perform(this, false);
            if (isOpen()) {
                return false;
            }
        }
        if (slot() == CLOSED) {
            Throwable failure = closedFailure();
            if (failure != null) {
                throw Sneaky.rethrow(failure);
            }
        }
        return true;
    }

    @Override
    protected final void begin(Waiter waiter) {
        if (waiter instanceof Choice) { // which holds the lock, and has attempted it
            list().add(this);
            return;
        }
        exchange.perform(this, true);
        if (!isOpen()) {
            wake();
        }
    }

    /** If it was settled in the meantime it has to be awaited to its end, or its outcome were lost. */
    @Override
    public final boolean withdraw(Waiter waiter) {
        if (waiter == waiter() && !exchange.retract(this)) {
            return false;
        }
        return super.withdraw(waiter);
    }

    /** On a plain thread it parks the thread, and needs no loop. */
    @Override
    public final T block() {
        return EventLoop.current() != null ? super.block() : ParkedThread.block(this);
    }

    @Override
    protected final String operation() {
        return kind() + "(...) of " + exchange;
    }

    @Override
    public final WaitDescription describe() {
        return WaitDescription.of(kind(), exchange.toString());
    }
}
