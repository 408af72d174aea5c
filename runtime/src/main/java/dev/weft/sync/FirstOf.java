// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a {@link Select}.
 *
 * <p>Before it waits it asks its clauses one after the other, and takes the first that is ready. To wait, it takes the locks of all channels in question, looks
 * once more, enters itself everywhere, and only then lets go: so no two selects that could serve each other miss each other. While it waits, a channel
 * settles one of its operations only after it has claimed the {@link Choice}; everything else is asked, in order, when something wakes it.
 */
final class FirstOf<R> extends SingleUse<R> {
    /** Who waits in clauses that have not begun. */
    private static final Waiter NOBODY = () -> {};

    private final Clause<? extends R>[] clauses;

    /** Who waits in the clauses, from when it begins to. */
    private @Nullable Choice choice;

    /** So many of the clauses, from the first on, wait through the choice if they are no operations. */
    private int subscribed;

    private @Nullable Clause<? extends R> first;

    /** What asking the first one threw, in place of its result. */
    private @Nullable Throwable failure;

    private boolean cancelled;

    /** Those that were withdrawn and have to unwind. */
    private List<Clause<?>> unwinding = List.of();

    private @Nullable EventLoop loop;

    /** Makes the wait, of an array that nobody else has. */
    FirstOf(Clause<? extends R>[] clauses) {
        if (clauses.length == 0) {
            throw new IllegalArgumentException("A select of no clauses would wait for ever. Give it at least one.");
        }
        for (int i = 0; i < clauses.length; i++) {
            if (clauses[i] == null) {
                throw new NullPointerException("clauses: element " + i + " is null");
            }
        }
        this.clauses = clauses;
    }

    // ------------------------------------------------------------------ finding the first

    @Override
    protected boolean tryComplete() {
        if (first == null && !cancelled) {
            find();
        }
        if (!unwinding.isEmpty()) {
            unwinding.removeIf(Clause::hasUnwound);
        }
        return (first != null || cancelled) && unwinding.isEmpty();
    }

    private void find() {
        Choice waiting = choice;
        if (waiting == null) {
            for (Clause<? extends R> clause : clauses) {
                if (isReady(clause)) {
                    found(clause);
                    return;
                }
            }
        } else {
            askOthers(waiting);
            Object winner = waiting.winner();
            for (Clause<? extends R> clause : clauses) {
                if (clause.awaitable() == winner && isReady(clause)) { // claimed, and perhaps not settled yet
                    found(clause);
                    return;
                }
            }
        }
    }

    /** Asks all but the operations, which say by themselves that they are the first. */
    private void askOthers(Choice waiting) {
        for (Clause<? extends R> clause : clauses) {
            if (waiting.winner() != null) {
                return;
            }
            if (!(clause.awaitable() instanceof Operation) && isReady(clause) && !waiting.claim(clause.awaitable())) {
                clause.withdraw(waiting); // an operation was faster
                failure = null;
            }
        }
    }

    private boolean isReady(Clause<? extends R> clause) {
        try {
            return clause.isReady();
        } catch (Throwable thrown) {
            failure = thrown;
            return true;
        }
    }

    private void found(Clause<? extends R> clause) {
        first = clause;
        withdrawAll();
    }

    /** Withdraws all but the first. What has not begun is given up: there is nothing to unwind. */
    private void withdrawAll() {
        Choice waiting = choice;
        for (int i = 0; i < clauses.length; i++) {
            Clause<?> clause = clauses[i];
            boolean isOperation = clause.awaitable() instanceof Operation;
            if (clause == first || (isOperation && waiting == null)) {
                continue;
            }
            if (!clause.withdraw(waiting == null ? NOBODY : waiting) && i < subscribed && !isOperation) {
                if (unwinding.isEmpty()) {
                    unwinding = new ArrayList<>();
                }
                unwinding.add(clause);
            }
        }
        subscribed = 0;
    }

    // ------------------------------------------------------------------ waiting

    @Override
    protected void begin(Waiter waiter) {
        Choice waiting = new Choice(waiter);
        choice = waiting;
        loop = loopOfClauses();
        try {
            if (!new Locked(clauses).settleOrEnter(waiting)) {
                subscribeOthers(waiting);
            }
        } catch (Throwable thrown) { // rethrown
            withdrawAll();
            throw thrown;
        }
        if (waiting.winner() != null) {
            wake();
        }
    }

    private void subscribeOthers(Choice waiting) {
        for (int i = 0; i < clauses.length && waiting.winner() == null; i++) {
            Awaitable<?> awaitable = clauses[i].awaitable();
            if (!(awaitable instanceof Operation)) {
                awaitable.subscribe(waiting);
            }
            subscribed = i + 1;
        }
    }

    /** The loop of a clause that belongs to one, such as a read: there alone it is asked and withdrawn. Tasks can be asked anywhere. */
    private @Nullable EventLoop loopOfClauses() {
        for (Clause<?> clause : clauses) {
            EventLoop own = clause.awaitable() instanceof ScheduledTask
                    ? null
                    : clause.awaitable().loop();
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : loop;
    }

    /** On a plain thread it parks the thread, unless a clause belongs to a loop or is a timer, which needs one. */
    @Override
    public R block() {
        return EventLoop.current() == null && Arrays.stream(clauses).allMatch(FirstOf::needsNoLoop)
                ? ParkedThread.block(this)
                : super.block();
    }

    private static boolean needsNoLoop(Clause<?> clause) {
        return clause.awaitable() instanceof Operation || clause.awaitable() instanceof Listening;
    }

    // ------------------------------------------------------------------ its end

    @Override
    protected R value() throws Exception {
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
        if (first == null) {
            throw new CancellationException("The select was cancelled, and what it waited for has unwound");
        }
        return first.take();
    }

    @Override
    public void discard(R result) {
        if (first != null) {
            first.giveBack();
        }
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Choice waiting = choice;
        if (waiter() != null && waiter() != waiter) {
            return true; // somebody else awaits it
        }
        if (first != null) {
            first.withdraw(waiting == null ? waiter : waiting);
            first = null;
            failure = null;
            cancelled = true;
        } else if (!cancelled) {
            if (waiting != null && !waiting.claim(this)) {
                return false; // one of the clauses has happened, and is to be told
            }
            cancelled = true;
            withdrawAll();
        }
        return unwinding.isEmpty() && super.withdraw(waiter);
    }

    @Override
    protected String operation() {
        return "select(...)";
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of(
                "select",
                Arrays.stream(clauses)
                        .map(clause -> clause.awaitable().describe())
                        .map(part -> part.identity().isEmpty() ? part.kind() : part.kind() + " of " + part.identity())
                        .collect(Collectors.joining(" | ")));
    }
}
