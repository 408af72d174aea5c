// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * The requests to cancel a coroutine, and what is left to do about the last one. A superclass of {@link Coroutine} and no part of it, for
 * an object more would make each waiting task larger.
 *
 * <pre>
 * flag        means                                                next
 * none        there is nothing to deliver                          REQUESTED or PASSED_ON by a request
 * REQUESTED   the next await, or the one that waits, delivers it   none when it is delivered; PASSED_ON if the awaited has to unwind first
 * PASSED_ON   what is awaited was cancelled, and has yet to end    none when it ends by that; REQUESTED when it ends otherwise
 * both        as PASSED_ON, and another request has come           as for PASSED_ON
 * </pre>
 */
abstract class CancelRequests extends Status {
    /** The number of requests that were not taken back, or the most that a byte can count. */
    private byte cancelling;

    /** Counts a request. */
    protected final void countRequest() {
        cancelling = (byte) Math.min(cancelling + 1, Byte.MAX_VALUE);
    }

    /** Has the next step, or the next await, deliver a request that was counted. */
    protected final void request() {
        status |= REQUESTED;
    }

    /** Notes that what is awaited was cancelled in place of the coroutine. */
    protected final void passedOn() {
        status |= PASSED_ON;
    }

    /**
     * Returns how many cancellations were requested and not taken back.
     *
     * @return the number
     */
    protected final int requests() {
        return cancelling;
    }

    /**
     * Takes a request back.
     *
     * @return how many are left
     */
    protected final int takeRequestBack() {
        if (cancelling > 0 && --cancelling == 0) {
            requestIsOver();
        } else {
            requestMoved();
        }
        return cancelling;
    }

    /**
     * Says whether a request stands: it is to be delivered, or what is awaited has yet to end by it.
     *
     * @return true if one of the flags is set
     */
    protected final boolean hasRequest() {
        return (status & REQUEST) != 0;
    }

    /**
     * Says whether what is awaited was cancelled in place of the coroutine, and has yet to end.
     *
     * @return true if the flag is set
     */
    protected final boolean awaitsCancelled() {
        return (status & PASSED_ON) != 0;
    }

    final boolean isToBeDelivered() {
        return (status & REQUESTED) != 0;
    }

    /** Whether a request is to be delivered, and was not passed on to what is awaited. */
    final boolean isDue() {
        return (status & REQUEST) == REQUESTED;
    }

    /** The request was delivered, or it came too late. */
    final void requestIsOver() {
        status &= ~REQUEST;
        requestMoved();
    }

    /** What is awaited has to unwind first. */
    final void passOn() {
        status = (status & ~REQUEST) | PASSED_ON;
        requestMoved();
    }

    /** What is awaited has ended. If that was not by a cancellation, the request is due at the next await. */
    final void awaitedEnded(boolean byCancellation) {
        status = (status & ~REQUEST) | (byCancellation ? 0 : REQUESTED);
        requestMoved();
    }

    /** Something was done about the request that stood: what is requested from now on is another one. */
    protected abstract void requestMoved();

    /**
     * Says who made the request that stands, and where.
     *
     * @return what has the message of the exception that delivers it as its text
     */
    protected abstract Object cancelledBy();
}
