// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.Packages;
import dev.weft.spi.Compound;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a {@link Select}.
 *
 * <p>Before it waits it asks its clauses one after the other, and takes the first that is ready. To wait, it takes the locks of all
 * channels in question, looks once more, enters itself everywhere, and only then lets go: so no two selects that could serve each other
 * miss each other. While it waits, a channel settles one of its operations only after it has claimed the {@link Choice}; everything else
 * is asked, in order, when something wakes it.
 */
final class FirstOf<R> extends SingleUse<R> implements Compound {
    /** In place of a result: none was taken. */
    private static final Object NOTHING = "nothing";

    /** Who waits in clauses that have not begun. */
    private static final Waiter NOBODY = () -> {};

    private final Clause<? extends R>[] clauses;

    /** Who waits in the operations, from when it begins to. */
    private @Nullable Choice choice;

    /** Who waits in the other clauses, from when it begins to, if there are any. */
    private @Nullable Others others;

    private @Nullable Clause<? extends R> first;

    /** What the first one gave. */
    private @Nullable Object taken = NOTHING;

    /** What asking the first one threw, in place of its result. */
    private @Nullable Throwable failure;

    private boolean isUsedUp;

    /** Whether it was cancelled while none had happened. */
    private boolean isCancelled;

    /** What tells so, if something has to unwind first. */
    private @Nullable CancellationException cancellation;

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
        if (first == null && !isCancelled) {
            if (choice == null) {
                findReady();
            } else {
                findWinner(choice);
            }
        }
        return (first != null || isCancelled) && haveUnwound();
    }

    private boolean haveUnwound() {
        return others == null || others.haveUnwound(this);
    }

    /**
     * One of the clauses was to unwind and has ended with a value: it has happened. If none has before, or one of which nobody need be
     * told, it is the first.
     */
    @SuppressWarnings("unchecked") // it is one of the array
    void happened(Clause<?> clause, Object result) {
        if (first == null || (taken == NOTHING && failure == null && first.mayStayUntold())) {
            first = (Clause<? extends R>) clause;
            taken = result;
        } else {
            clause.giveBack(result);
        }
    }

    /** What nobody waits for yet is taken at once: of a lock, which is ready for all, another one may be in possession later. */
    private void findReady() {
        for (Clause<? extends R> clause : clauses) {
            if (isReady(clause)) {
                if (failure == null) {
                    take(clause);
                }
                found(clause);
                return;
            }
        }
    }

    private void take(Clause<?> clause) {
        try {
            taken = clause.awaitable.result();
        } catch (Throwable thrown) { // for whoever asks for the result
            failure = thrown;
        }
    }

    private void findWinner(Choice waiting) {
        if (others != null) {
            askOthers(others, waiting);
        }
        Object winner = waiting.winner();
        if (winner == null) {
            return;
        }
        for (Clause<? extends R> clause : clauses) {
            if (clause.awaitable == winner && isReady(clause)) { // claimed, and perhaps not settled yet
                found(clause);
                return;
            }
        }
    }

    /** Asks all but the operations, which say by themselves that they are the first. */
    private void askOthers(Others asked, Choice waiting) {
        for (Clause<?> clause : asked.subscribed()) {
            if (waiting.winner() != null) {
                return;
            }
            if (isReady(clause) && !waiting.claim(clause.awaitable)) {
                asked.withdraw(clause); // an operation was faster
                failure = null;
            }
        }
    }

    private boolean isReady(Clause<?> clause) {
        try {
            return clause.awaitable.isReady();
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
        for (Clause<? extends R> clause : clauses) {
            if (clause == first) {
                continue;
            }
            Operation<?, ?> operation = clause.operation;
            if (operation == null) {
                withdrawOther(clause);
            } else if (choice != null) {
                operation.leave();
            }
        }
    }

    private void withdrawOther(Clause<?> clause) {
        if (others == null) {
            clause.withdraw(NOBODY);
        } else {
            others.withdraw(clause);
        }
    }

    // ------------------------------------------------------------------ waiting

    @Override
    protected void begin(Waiter waiter) {
        Locked.requireUnawaited(clauses);
        Choice waiting = new Choice(waiter);
        choice = waiting;
        others = Others.among(clauses, waiter);
        try {
            Locked.settleOrEnter(clauses, waiting);
            if (others != null) {
                others.subscribe(clauses, waiting);
            }
        } catch (Throwable thrown) { // rethrown
            withdrawAll();
            throw thrown;
        }
        if (waiting.winner() != null) {
            wake();
        }
    }

    @Override
    public @Nullable EventLoop loop() {
        return others == null || waiter() == null ? null : others.loop();
    }

    /** On a plain thread it parks the thread, unless a clause belongs to a loop or is a timer, which needs one. */
    @Override
    public R block() {
        return EventLoop.current() == null && Arrays.stream(clauses).allMatch(FirstOf::needsNoLoop)
                ? ParkedThread.block(this)
                : super.block();
    }

    private static boolean needsNoLoop(Clause<?> clause) {
        return clause.operation != null || (Awaitable<?>) clause.awaitable instanceof Listening;
    }

    // ------------------------------------------------------------------ its end

    @Override
    @SuppressWarnings("NullAway") // what it gave, which may be null
    protected R value() throws Exception {
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
        if (first == null) {
            throw cancellation == null ? new CancellationException("The select was given up") : cancellation;
        }
        if (taken == NOTHING) {
            taken = first.awaitable.result();
        }
        return first.apply(taken);
    }

    @Override
    protected void usedUp() {
        isUsedUp = true;
    }

    @Override
    @SuppressWarnings("NullAway") // what it gave, which may be null
    public void discard(R result) {
        Object untaken = taken;
        if (first != null && untaken != NOTHING) {
            taken = NOTHING;
            first.giveBack(untaken);
        }
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Choice waiting = choice;
        if (waiter() != null && waiter() != waiter) {
            return true; // somebody else awaits it
        }
        if (isUsedUp) {
            return true;
        }
        if (waiting == null) {
            giveUp();
        } else if (first != null || !isGivenUp(waiting)) {
            return false; // one of the clauses has happened, and is to be told
        }
        if (!haveUnwound()) {
            cancellation = waiter.cancellation();
            return false;
        }
        if (first == null) {
            return super.withdraw(waiter);
        }
        wake(); // to be told what has happened
        return false;
    }

    /** It does not begin to wait: what it was told of is given back. */
    @SuppressWarnings("NullAway") // what the first one gave, which may be null
    private void giveUp() {
        if (first != null) {
            if (taken == NOTHING) {
                first.withdraw(NOBODY);
            } else {
                first.giveBack(taken);
            }
            first = null;
            failure = null;
        } else if (!isCancelled) {
            withdrawAll();
        }
        isCancelled = true;
    }

    /** Has it happen no more; false if an operation has. */
    private boolean isGivenUp(Choice waiting) {
        if (!isCancelled) {
            if (!waiting.claim(this)) {
                return false;
            }
            isCancelled = true;
            withdrawAll();
        }
        return true;
    }

    @Override
    protected String operation() {
        return "select(...)";
    }

    /** It ends by itself when the first of its clauses does. Calls no code of users, of whom a dump must not wait for an answer. */
    @Override
    public WaitDescription describe() {
        List<WaitDescription> parts = Arrays.stream(clauses)
                .map(clause -> described(clause.awaitable))
                .toList();
        return new WaitDescription(
                "select",
                parts.stream().map(FirstOf::text).collect(Collectors.joining(" | ")),
                null,
                parts.stream().mapToLong(WaitDescription::deadlineNanos).min().orElse(WaitDescription.NO_DEADLINE));
    }

    @Override
    public List<Awaitable<?>> awaitables() {
        return Arrays.stream(clauses)
                .<Awaitable<?>>map(clause -> clause.awaitable)
                .toList();
    }

    private static WaitDescription described(Awaitable<?> part) {
        try {
            if (Packages.isOfRuntime(part.getClass())) {
                return part.describe();
            }
        } catch (RuntimeException changing) { // another thread changes it meanwhile
            return nameOf(part);
        }
        return nameOf(part);
    }

    private static WaitDescription nameOf(Awaitable<?> part) {
        return WaitDescription.of("awaitable", part.getClass().getName());
    }

    private static String text(WaitDescription part) {
        return part.identity().isEmpty() ? part.kind() : part.kind() + ' ' + part.identity();
    }
}
