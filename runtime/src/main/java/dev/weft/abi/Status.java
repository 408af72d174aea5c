// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * All of a coroutine that a step looks at and changes, in one number: so a step is begun by one comparison, and each change of several is
 * one store. A superclass of {@link Coroutine} and no part of it, for an object more would make each waiting task larger. On the thread that
 * runs the coroutine; others may look, and see what was true together at some moment.
 *
 * <pre>
 * bit   24 to 31 the {@link Allowance awaits} that may still complete at once; negative when they are spent
 *        6 to 23 {@link #isMarked marks} of subclasses
 *        4, 5    the {@link CancelRequests request} that stands
 *        3       set: what it goes on with is a failure
 *        0 to 2  the phase
 * </pre>
 */
abstract class Status {
    /** Before the first step: the frame is to be started rather than woken. */
    static final int TO_START = 0;

    /** While a step runs. */
    static final int RUNNING = 1;

    /** While a step runs, and {@link Coroutine#resumed} has yet to take the result of what the leaf waited for. */
    static final int RESULT_DUE = 2;

    /** From the await on until the wait is over, so while the Java stack unwinds too. */
    static final int WAITING = 3;

    /**
     * When a step could not put right what it had begun, for want of memory or stack: the next step throws the failure in {@link
     * Position#top}.
     */
    static final int BROKEN = 4;

    /** While others run before {@link Position#top}, a deferred call, is started. */
    static final int GAVE_WAY = 5;

    static final int PHASE = 7;

    static final int FAILURE = 1 << 3;

    /** The next await, or the one that waits, delivers the request. */
    static final int REQUESTED = 1 << 4;

    /** What is awaited was cancelled, and has yet to end. */
    static final int PASSED_ON = 1 << 5;

    static final int REQUEST = REQUESTED | PASSED_ON;

    /** The lowest of the bits that are marks of subclasses. */
    protected static final int FIRST_MARK = 1 << 6;

    /** One await that completed at once. */
    static final int ONE_AWAIT = 1 << 24;

    static final int ALL_BUT_AWAITS = ONE_AWAIT - 1;

    /** All awaits that may complete at once before the coroutine gives way to others (decision 15). */
    static final int ALL_AWAITS = Byte.MAX_VALUE * ONE_AWAIT;

    /** All marks that subclasses may have. */
    static final int MARKS = ALL_BUT_AWAITS & -FIRST_MARK;

    int status;

    Status() {}

    final int phase() {
        return status & PHASE;
    }

    final void phase(int phase) {
        status = (status & ~PHASE) | phase;
    }

    final boolean isFailure() {
        return (status & FAILURE) != 0;
    }

    /** Whether the coroutine is to give way: what it awaits may be ready, and it suspends only to let others run. */
    final boolean isSpent() {
        return status < 0;
    }

    final void renewAwaits() {
        status = (status & ALL_BUT_AWAITS) | ALL_AWAITS;
    }

    /** Counts awaits, of which at least none is left: the coroutine does not give way by this. */
    final void count(int awaits) {
        int left = Math.max(0, (status >> 24) - awaits);
        status = (status & ALL_BUT_AWAITS) | left * ONE_AWAIT;
    }

    /**
     * Says whether one of some marks is set.
     *
     * @param marks bits from {@link #FIRST_MARK} up to {@code 1 << 23}
     * @return true if one is
     */
    protected final boolean isMarked(int marks) {
        return (status & marks) != 0;
    }

    /**
     * Sets marks.
     *
     * @param marks as for {@link #isMarked}
     */
    protected final void mark(int marks) {
        status |= marks;
    }

    /**
     * Takes marks away.
     *
     * @param marks as for {@link #isMarked}
     */
    protected final void unmark(int marks) {
        status &= ~marks;
    }
}
