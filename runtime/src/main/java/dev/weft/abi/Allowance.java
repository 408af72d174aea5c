// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/**
 * What a coroutine may do before it gives way to others: awaits that complete at once, and calls. A superclass of {@link Coroutine} and no
 * part of it, for an object more would make each waiting task larger.
 */
abstract class Allowance extends Position {
    /**
     * The {@link CallCount} in the middle of a step. Each call counts up and down: as a short, calls took three times as long. Between two
     * steps since when the coroutine waits, for {@link #restingSince}.
     */
    int calls;

    /** How many steps have run code. */
    int steps;

    /**
     * Returns how many steps have run code; after 2^32 it begins again.
     *
     * @return the number
     */
    public final int steps() {
        return steps;
    }

    /** The coroutine begins to wait: notes the time. It is forgotten when code of it runs again. */
    final void rests() {
        calls = time();
    }

    /**
     * Returns the present time, in the unit of whoever asks for {@link #restingSince}. Must cost next to nothing.
     *
     * @return the time; always the same where nobody asks
     */
    protected int time() {
        return 0;
    }

    /**
     * Returns the {@link #time} at which it began to wait. Means nothing while it does not.
     *
     * @return the time
     */
    protected final int restingSince() {
        return calls;
    }

    /** As much as at the begin of a step. */
    final void renew() {
        renewAwaits();
        calls = CallCount.NONE;
    }

    /**
     * Enters a body that was called directly.
     *
     * @return true if the call is to be deferred, because the Java stack is too deep or others are to run first: the body then makes its
     *     frame with the arguments, and calls {@link Frame#defer}
     */
    public final boolean enter() {
        return ((calls += CallCount.ENTERED) & CallCount.STOPS) != 0 && mustDefer();
    }

    /** Leaves a body. One left by an exception does not; the trampoline starts to count the depth afresh with each frame. */
    public final void leave() {
        calls--;
    }

    /**
     * Leaves a body that has counted down some calls by itself.
     *
     * @param left how many were left of the {@link CallCount#BLOCK}
     */
    public final void leave(int left) {
        calls = CallCount.plus(calls, CallCount.BLOCK - left) - 1;
    }

    /**
     * Asks whether a loop may go on calling: its body has counted a {@link CallCount#BLOCK} of calls down to nothing.
     *
     * @return what to pass as the frame of the next call: null to have it run, or a frame at which it defers itself
     */
    public final @Nullable Frame<?> blockOver() {
        calls = CallCount.spent(calls);
        return mustDefer() ? Deferral.NOW : null;
    }

    /**
     * Enters a step of a generator that was called directly. It counts as more than a call: as loops of calls give way after a {@link
     * CallCount#BLOCK}, so does a loop over elements that are always there. Beside {@link #enter}, whose rare branch is to stay one that was
     * never taken.
     *
     * @return true if the step is to be left to the trampoline, because the Java stack is too deep or others are to run first
     */
    final boolean enterStep() {
        return ((calls += CallCount.ENTERED_STEP) & CallCount.STOPS) != 0 && mustDefer();
    }

    /**
     * Counts a step of a generator that the trampoline makes.
     *
     * @return true if others are to run first
     */
    final boolean stepMustWait() {
        calls = CallCount.plus(calls, CallCount.STEP);
        return CallCount.isSpent(calls) && mustDefer();
    }

    /** Whether the next call is to be left to the trampoline. A coroutine whose calls are spent goes on if nobody else wants to run. */
    private boolean mustDefer() {
        if (CallCount.isSpent(calls)) {
            if (isToBeDelivered() || othersWait()) {
                return true;
            }
            calls = CallCount.afresh(calls);
        }
        return CallCount.isTooDeep(calls);
    }

    /**
     * Says whether there may be others to run, or something to look at for which the loop has to turn.
     *
     * @return false only if giving way would do nothing
     */
    protected abstract boolean othersWait();
}
