// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import org.jspecify.annotations.Nullable;

/**
 * Where a coroutine stands: in which frame, whether it runs or waits, and with what it goes on. A superclass of {@link Coroutine}, which
 * alone changes it, and no part of it, for an object more would make each waiting task larger.
 */
abstract class Position extends CancelRequests {
    /**
     * The innermost frame on the heap. While suspended, the one that waits; while running, the one that the trampoline is in:
     * bodies that it calls directly are on the Java stack alone. Mostly the one becomes the other and back, and nothing is written:
     * to a garbage collector each reference that is written is work, and this happens at each suspension.
     */
    @Nullable
    Frame<?> top;

    /** The awaitable that the leaf waits for; while running, the one that it waited for last. */
    @Nullable
    Awaitable<?> pending;

    /**
     * The result or failure with which the next frame resumes, and in the end that of the whole coroutine. While the Java stack
     * unwinds, when there is neither, the frame that was added last: its parent is the next to be added. A failure if the {@link
     * Status} says so.
     */
    @Nullable
    Object outcome;

    /**
     * Makes the frame the first one to run.
     *
     * @param root a claimed frame
     */
    protected final void root(Frame<?> root) {
        top = root;
    }

    /**
     * Says whether no step has begun.
     *
     * @return true before the first {@link Trampoline#step}
     */
    protected final boolean isNew() {
        return phase() == TO_START;
    }

    /**
     * Returns the innermost frame.
     *
     * @return the frame that is suspended, or null while running
     */
    public final @Nullable Frame<?> leaf() {
        return isRunning() ? null : top;
    }

    /**
     * Returns the frame that the trampoline is in.
     *
     * @return the frame, or null while suspended
     */
    public final @Nullable Frame<?> running() {
        return isRunning() ? top : null;
    }

    private boolean isRunning() {
        int phase = phase();
        return phase == RUNNING || phase == RESULT_DUE;
    }

    /**
     * Returns what the innermost frame waits for.
     *
     * @return the awaitable, or null if it does not wait
     */
    public final @Nullable Awaitable<?> pending() {
        return phase() == WAITING ? pending : null;
    }

    /**
     * Returns what the coroutine awaits before anything else, for one that has not started and is no more than that await.
     *
     * @return the awaitable, or null
     */
    protected final @Nullable Awaitable<?> bareAwait() {
        return isNew() && top != null ? top.awaited() : null;
    }

    /**
     * Says whether the coroutine runs no code of its own, but one await.
     *
     * @return true until it has ended, if it was started with an awaitable that is no call of an async method
     */
    protected final boolean isBareAwait() {
        return top != null && top.awaited() != null;
    }

    /**
     * Returns the frame that awaits another one.
     *
     * @param frame a frame of a suspended chain
     * @return its parent, or null for the outermost
     */
    public static @Nullable Frame<?> parentOf(Frame<?> frame) {
        return frame.parent();
    }

    final void succeed(@Nullable Object result) {
        if (result != null) {
            outcome = result;
        }
    }

    final void fail(Throwable thrown) {
        outcome = thrown;
        status |= FAILURE;
    }

    /**
     * Returns what the coroutine has ended with.
     *
     * @return the result, or the {@link #failure}
     */
    protected final @Nullable Object outcome() {
        return outcome;
    }

    /**
     * Returns the failure that the coroutine has ended with.
     *
     * @return the failure, or null if it has a result
     */
    protected final @Nullable Throwable failure() {
        return isFailure() ? failure(outcome) : null;
    }

    @SuppressWarnings("NullAway") // there is one
    static Throwable failure(@Nullable Object outcome) {
        return (Throwable) outcome;
    }
}
