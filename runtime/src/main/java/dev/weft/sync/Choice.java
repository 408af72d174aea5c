// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Who waits in the operations among the clauses of a {@link Select}, and which of its clauses has won. Operations of channels are settled
 * by others, on any thread, and only if they claim the choice first: so no second one is. Nobody but operations gets it: by it they know
 * that they are clauses.
 */
final class Choice implements Waiter {
    private static final VarHandle WINNER;

    static {
        try {
            WINNER = MethodHandles.lookup().findVarHandle(Choice.class, "winner", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Waiter waiter;

    private volatile @Nullable Object winner;

    Choice(Waiter waiter) {
        this.waiter = waiter;
    }

    /** Makes something the winner; false if there is another one. */
    boolean claim(Object candidate) {
        return WINNER.compareAndSet(this, null, candidate);
    }

    /** What has won; null if nothing has yet. */
    @Nullable
    Object winner() {
        return winner;
    }

    @Override
    public void wake() {
        waiter.wake();
    }
}
