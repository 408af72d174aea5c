// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;

/**
 * The side of a {@link Channel} that elements go into. Any thread, any loop; elements are not null.
 *
 * @param <E> the type of the elements
 */
public interface SendChannel<E> {
    /**
     * Sends an element: suspends until a receiver has it or the buffer has room for it. Senders go in the order in which they began to
     * wait.
     *
     * <p>Cancel-safe: a send that is cancelled has not happened, and one that has happened ends without a cancellation. On a plain thread,
     * {@code send(element).block()} waits without a loop.
     *
     * @param element what to send
     * @return the send, to be awaited once; it throws {@link ChannelClosedException} if the channel is closed before the element is taken
     * @throws NullPointerException if the element is null
     */
    @CancelSafe
    Awaitable<Void> send(E element);

    /**
     * Sends an element if that needs no waiting.
     *
     * @param element what to send
     * @return false if there is no room and nobody who waits to receive
     * @throws ChannelClosedException if the channel is closed
     * @throws NullPointerException if the element is null
     */
    boolean trySend(E element);

    /**
     * Closes the channel: what is in it can still be received, and then receivers see the end. Who waits to send gets a {@link
     * ChannelClosedException}, for nobody has taken the element.
     *
     * @return false if it was closed before; then this does nothing
     */
    boolean close();

    /**
     * Closes the channel because of a failure, which receivers get in place of the end, as the same object, after what is in the channel.
     *
     * @param cause why
     * @return false if it was closed before; then this does nothing, and the cause is not told
     * @throws NullPointerException if the cause is null
     */
    boolean close(Throwable cause);

    /**
     * Whether the channel is closed, so that nothing can be sent. Another thread may close it right after this.
     *
     * @return true from the closing on
     */
    boolean isClosed();

    /**
     * Waits until the channel is closed, by either side: how a sender learns that nobody receives any more while it prepares the next
     * element. Best in a {@link Select}. Cancel-safe.
     *
     * @return the wait, to be awaited once
     */
    @CancelSafe
    Awaitable<Void> closed();
}
