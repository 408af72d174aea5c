// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * The requests to cancel a coroutine, and what is left to do about the last one. A superclass of {@link Coroutine} and no part of it, for an
 * object more would make each waiting task larger.
 *
 * <pre>
 * flag        means                                                next
 * none        there is nothing to deliver                          REQUESTED by a request
 * REQUESTED   the next await, or the one that waits, delivers it   none when it is delivered; PASSED_ON if the awaited has to unwind first
 * PASSED_ON   what is awaited was cancelled, and has yet to end    none when it ends by that; REQUESTED when it ends otherwise
 * both        as PASSED_ON, and another request has come           REQUESTED when what is awaited ends
 * </pre>
 */
abstract class CancelRequests {
    private static final byte REQUESTED = 1;
    private static final byte PASSED_ON = 2;

    /** The number of requests that were not taken back, or the most that a byte can count. */
    private byte cancelling;

    /** The flags of the table. */
    private byte cancel;

    /**
     * Requests a cancellation; the next step delivers it.
     */
    protected final void requestCancel() {
        cancelling = (byte) Math.min(cancelling + 1, Byte.MAX_VALUE);
        cancel |= REQUESTED;
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
            cancel = 0;
        }
        return cancelling;
    }

    final boolean isCancelRequested() {
        return (cancel & REQUESTED) != 0;
    }

    /** The request is being delivered. */
    final void takeRequest() {
        cancel &= ~REQUESTED;
    }

    /** What is awaited was cancelled in place of the coroutine. */
    final void passOn() {
        cancel |= PASSED_ON;
    }

    final boolean isPassedOn() {
        return (cancel & PASSED_ON) != 0;
    }

    /** What is awaited has ended. If that was not by the cancellation, the request is due at the next await. */
    final void endPassingOn(boolean byCancellation) {
        cancel &= ~PASSED_ON;
        if (!byCancellation) {
            cancel |= REQUESTED;
        }
    }
}
