// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.spi.Discards;
import dev.weft.spi.Fence;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a {@link Select} waits for, and what it makes of the result; made by {@link Select#on}.
 *
 * @param <R> what the select gives if it is this one
 */
public abstract class Clause<R> {
    Clause() {}

    abstract Awaitable<?> awaitable();

    /** Takes the result and applies the function. */
    abstract R take() throws Exception;

    /** Gives back what {@link #take} took. */
    abstract void giveBack();

    final boolean isReady() {
        return awaitable().isReady();
    }

    /** Stops waiting. A task is left running. False if what was awaited has to unwind first. */
    final boolean withdraw(Waiter waiter) {
        try {
            if (awaitable() instanceof ScheduledTask<?> task) {
                task.unsubscribe(waiter);
                return true;
            }
            return awaitable().withdraw(waiter);
        } catch (Throwable thrown) { // of user code; the other clauses are withdrawn all the same
            Fence.failed("withdraw(...)", awaitable(), null, thrown);
            return true;
        }
    }

    /** Whether one that had to unwind has done so; what it gives is given back. */
    final boolean hasUnwound() {
        try {
            if (!isReady()) {
                return false;
            }
            discard();
        } catch (Throwable failure) { // nobody waits for it
            return true;
        }
        return true;
    }

    abstract void discard() throws Exception;

    /** A clause of one awaitable. */
    static final class Of<T, R> extends Clause<R> {
        private final Awaitable<T> awaitable;
        private final Function<? super T, ? extends R> then;
        private @Nullable T taken;
        private boolean hasTaken;

        Of(Awaitable<T> awaitable, Function<? super T, ? extends R> then) {
            this.awaitable = Objects.requireNonNull(awaitable, "awaitable");
            this.then = Objects.requireNonNull(then, "then");
            if (awaitable instanceof Task && !awaitable.isReady()) {
                throw new IllegalArgumentException("A select cannot wait for " + Fence.textOf(awaitable)
                        + ", which has not started: it would have to be started, and cancelled when it is not the first."
                        + " Spawn it, and give the select the ScheduledTask: on(spawn(...), ...).");
            }
        }

        @Override
        Awaitable<T> awaitable() {
            return awaitable;
        }

        @Override
        R take() throws Exception {
            T result = awaitable.result();
            taken = result;
            hasTaken = true;
            return then.apply(result);
        }

        @Override
        @SuppressWarnings("NullAway") // what it gave, which may be null
        void giveBack() {
            if (hasTaken) {
                hasTaken = false;
                Discards.discard(awaitable, taken);
            }
        }

        @Override
        void discard() throws Exception {
            Discards.discard(awaitable, awaitable.result());
        }
    }
}
