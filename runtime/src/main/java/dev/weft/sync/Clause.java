// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.spi.Discards;
import dev.weft.spi.Fence;
import dev.weft.spi.Lapse;
import dev.weft.spi.Unseen;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a {@link Select} waits for, and what it makes of the result; made by {@link Select#on}.
 *
 * @param <R> what the select gives if it is this one
 */
public final class Clause<R> {
    final Awaitable<Object> awaitable;

    /** What it waits for, if that is an operation of a channel or queue. */
    final @Nullable Operation<?, ?> operation;

    private final Function<Object, R> then;

    private Clause(Awaitable<Object> awaitable, Function<Object, R> then) {
        this.awaitable = awaitable;
        this.operation = (Awaitable<?>) awaitable instanceof Operation<?, ?> own ? own : null;
        this.then = then;
    }

    @SuppressWarnings("unchecked") // the function gets what the awaitable gives, and so does discard
    static <T, R> Clause<R> of(Awaitable<T> awaitable, Function<? super T, ? extends R> then) {
        Objects.requireNonNull(awaitable, "awaitable");
        Objects.requireNonNull(then, "then");
        if (!(awaitable
                        instanceof
                        Operation) // first, for the JVM looks through a list to know that something has not an
                // interface
                && awaitable instanceof Task
                && !awaitable.isReady()) {
            throw new IllegalArgumentException("A select cannot wait for " + Fence.textOf(awaitable)
                    + ", which has not started: it would have to be started, and cancelled when it is not the first."
                    + " Spawn it, and give the select the ScheduledTask: on(spawn(...), ...).");
        }
        return new Clause<>((Awaitable<Object>) awaitable, (Function<Object, R>) then);
    }

    R apply(Object result) {
        return then.apply(result);
    }

    /** Gives back a result that was taken. */
    void giveBack(Object result) {
        Discards.discard(awaitable, result);
    }

    /** Stops waiting. A task is left running. False if what was awaited has to unwind first. */
    boolean withdraw(Waiter waiter) {
        try {
            if ((Awaitable<?>) awaitable instanceof ScheduledTask<?> task) {
                task.unsubscribe(waiter);
                return true;
            }
            return awaitable.withdraw(waiter);
        } catch (Throwable thrown) { // of user code; the other clauses are withdrawn all the same
            Fence.failed("withdraw(...)", awaitable, null, thrown);
            return true;
        }
    }

    /** Whether one that had to unwind has done so; the select is told what it gives, and what it fails with is reported. */
    boolean hasUnwound(FirstOf<?> select) {
        Object result;
        try {
            if (!awaitable.isReady()) {
                return false;
            }
            result = awaitable.result();
        } catch (Throwable failure) { // nobody waits for it
            Unseen.report("a clause of a select that was not the first", failure);
            return true;
        }
        select.happened(this, result);
        return true;
    }

    /** Whether nothing is lost if nobody is told that it has happened: time has passed, or a task has a result, which it keeps. */
    boolean mayStayUntold() {
        Awaitable<?> waitedFor = awaitable;
        return waitedFor instanceof Lapse
                || (waitedFor instanceof ScheduledTask<?> task && task.state() == ScheduledTask.State.SUCCEEDED);
    }
}
