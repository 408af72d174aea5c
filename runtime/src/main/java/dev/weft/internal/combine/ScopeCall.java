// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.ScheduledTask;
import dev.weft.TimeoutScope;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.BlockFrame;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.TaskFailures;
import java.time.Duration;
import java.util.Objects;

/**
 * Runs the block of a {@link Scope}. When the time is over the block is cancelled, and the wait ends when it has unwound; what it returns
 * in spite of that is its result. A cancellation from outside never becomes a timeout.
 *
 * @param <T> what the block returns
 */
final class ScopeCall<T> extends LimitedCall<T> {
    private final Scope scope;
    private final TimeoutScope.Body<T, ?> body;

    /** Whether a block that has ended because of the limit is told by an exception. */
    private final boolean tells;

    /**
     * When the time is over. The timer may go off before that, and is then set again: a limit is mostly put off, for each request or piece of
     * one, and another place in the heap would cost more than all the rest of that.
     */
    private long due;

    /** Where the limit is among timers that are due at the same time: as if its timer had been set when the limit was. */
    private int place;

    /** Whether there is a time at all. A timer that is set may go off for nothing then, too. */
    private boolean isLimited;

    ScopeCall(Scope scope, TimeoutScope.Body<T, ?> body, boolean tells) {
        this.scope = scope;
        this.body = body;
        this.tells = tells;
    }

    @Override
    protected String operation() {
        return tells ? "timeout(...)" : "moveOnAfter(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = Execution.requireLoop(operation());
        BlockFrame<T> block = new BlockFrame<>(() -> body.run(scope));
        scope.entered(this);
        runsOn = loop;
        setLimit();
        try {
            start(loop, block, waiter).runsBlock();
        } catch (Throwable refused) {
            scope.left();
            throw refused;
        }
    }

    @Override
    boolean tells() {
        return tells;
    }

    /** Has the timer fire when the scope says, or before. */
    void setLimit() {
        Duration timeout = scope.timeout();
        isLimited = timeout != null;
        if (timeout != null && runsOn != null) {
            due = runsOn.deadlineIn(Sleep.nanosOf(timeout));
            place = runsOn.nextPlaceOfTimer();
            if (!isSet() || due - deadlineNanos() <= 0) {
                runsOn.cancelTimer(this);
                runsOn.setTimerAt(this, due, place);
            }
        }
    }

    @Override
    boolean isPutOff() {
        LoopEngine loop = Objects.requireNonNull(runsOn);
        if (isLimited && due - loop.nanoTime() <= 0) {
            return false;
        }
        if (isLimited) {
            loop.setTimerAt(this, due, place);
        }
        return true;
    }

    void requireLoopThread() {
        if (runsOn != null) {
            runsOn.requireLoopThread("reschedule(...) of a TimeoutScope");
        }
    }

    long when() {
        return isLimited && isSet() ? due : WaitDescription.NO_DEADLINE;
    }

    @Override
    void childEnded() {
        scope.left();
        super.childEnded();
    }

    @Override
    void expire() {
        scope.expires();
    }

    @Override
    String limit() {
        return scope.text();
    }

    @Override
    @SuppressWarnings("NullAway") // null in place of an exception
    protected T value() throws Exception {
        SpawnedTask<T> ran = Objects.requireNonNull(child);
        if (ran.state() == ScheduledTask.State.CANCELLED && scope.expired() && cancelled == null) {
            if (!tells) {
                TaskFailures.report(
                        ran,
                        "Something failed in a block (task " + ran.name() + ") while it ended since the time of "
                                + operation() + " was over, which gives null");
                return null;
            }
            throw tooLate("the block", ran.failureSeen());
        }
        return ran.result();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        LoopEngine loop = runsOn;
        if (loop == null) {
            return super.withdraw(waiter);
        }
        return isAwaitedByOther(waiter) || isCancelledAlone(waiter, loop);
    }

    /** What a block returns has no way back. */
    @Override
    public void giveBack() {}

    @Override
    public WaitDescription describe() {
        return new WaitDescription("timeout", scope.described(), child, when());
    }
}
