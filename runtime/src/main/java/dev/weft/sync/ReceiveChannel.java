// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import java.util.List;
import java.util.Optional;

/**
 * The side of a {@link Channel} that elements come out of. Any thread, any loop. Several receivers share the elements: each element goes to
 * one of them.
 *
 * <p>The end is told in two ways. {@link #next()} is for receivers that take whatever comes: it answers with an empty {@code Optional}.
 * {@link #receive()} is for those that count on one more element: it throws. A channel that was closed because of a failure ends with that
 * failure for both, so that nobody takes what broke off for what is complete.
 *
 * <p>Cancel-safe: a receive that is cancelled has taken nothing, and one that has taken an element gives it and ends without a
 * cancellation. An element that was taken and that nobody gets, such as in a {@code gather} that fails, is put back in front.
 *
 * @param <E> the type of the elements
 */
public interface ReceiveChannel<E> {
    /**
     * Receives an element: suspends until there is one. Receivers go in the order in which they began to wait. On a plain thread, {@code
     * receive().block()} waits without a loop.
     *
     * @return the receive, to be awaited once; at the end it throws {@link ChannelClosedException}, or the failure with which the channel
     *     was closed
     */
    @CancelSafe
    Awaitable<E> receive();

    /**
     * Receives an element or the end: suspends until there is either.
     *
     * @return the receive, to be awaited once; empty at the end. It throws the failure with which the channel was closed
     */
    @CancelSafe
    Awaitable<Optional<E>> next();

    /**
     * Receives an element if there is one.
     *
     * @return the element; empty if there is none now
     * @throws ChannelClosedException at the end; the failure with which the channel was closed, if there was one, is thrown in its place
     */
    Optional<E> tryReceive();

    /**
     * Whether the channel is closed and all that was in it has been received.
     *
     * @return true from the end on; only a receive whose element is given back makes it false again
     */
    boolean isEnded();

    /**
     * Closes the channel for both sides, if it is open, and takes out what is left: nobody receives any more. For a receiver that gives up,
     * and that can release what the elements hold.
     *
     * @return what was left, in the order in which it would have been received
     */
    List<E> closeNow();
}
