// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a {@link Select} that waits which are no operations of channels: timers, tasks, reads, awaitables of the user's. They
 * wait through this, which says nothing of who has won, and are asked one after the other when something wakes the select.
 */
final class Others implements Waiter {
    private final Waiter waiter;
    private final List<Clause<?>> subscribed = new ArrayList<>();
    private List<Clause<?>> unwinding = List.of();
    private @Nullable EventLoop loop;

    private Others(Waiter waiter) {
        this.waiter = waiter;
    }

    /** Those among the clauses; null if there are none. */
    static @Nullable Others among(Clause<?>[] clauses, Waiter waiter) {
        Others others = null;
        for (Clause<?> clause : clauses) {
            if (clause.operation == null) {
                if (others == null) {
                    others = new Others(waiter);
                }
                others.belongTo(clause);
            }
        }
        return others;
    }

    /**
     * Notes the loop of a clause that belongs to one, such as a read: there alone it is asked and withdrawn. Tasks can be asked anywhere.
     */
    private void belongTo(Clause<?> clause) {
        if (loop == null && !((Awaitable<?>) clause.awaitable instanceof ScheduledTask)) {
            loop = clause.awaitable.loop();
        }
    }

    @Nullable
    EventLoop loop() {
        return loop;
    }

    /** Subscribes to one after the other, until one of all the clauses has won. */
    void subscribe(Clause<?>[] clauses, Choice choice) {
        for (Clause<?> clause : clauses) {
            if (choice.winner() != null) {
                return;
            }
            if (clause.operation == null) {
                clause.awaitable.subscribe(this);
                subscribed.add(clause);
            }
        }
    }

    @Override
    public void wake() {
        waiter.wake();
    }

    @Override
    public CancellationException cancellation() {
        return waiter.cancellation();
    }

    @Override
    public Waiter actsFor() {
        return waiter.actsFor();
    }

    @Override
    public boolean isAwaitedThroughout() {
        return waiter.isAwaitedThroughout();
    }

    List<Clause<?>> subscribed() {
        return subscribed;
    }

    /** Withdraws one. What was not subscribed to has nothing to unwind. */
    void withdraw(Clause<?> clause) {
        if (!unwinding.contains(clause) && !clause.withdraw(this) && subscribed.contains(clause)) {
            if (unwinding.isEmpty()) {
                unwinding = new ArrayList<>();
            }
            unwinding.add(clause);
        }
    }

    /** Whether all that had to unwind have done so. The select is told what they give. */
    boolean haveUnwound(FirstOf<?> select) {
        if (!unwinding.isEmpty()) {
            unwinding.removeIf(clause -> clause.hasUnwound(select));
        }
        return unwinding.isEmpty();
    }
}
