// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands elements from senders to receivers, any number of each, on any threads and loops. Every element goes to one receiver, in the order
 * in which they were sent.
 *
 * <pre>{@code
 * Channel<Order> orders = Channel.bounded(10);
 * spawn(produce(orders));                                   // await(orders.send(order)) ... orders.close()
 * for (Optional<Order> next = await(orders.next()); next.isPresent(); next = await(orders.next())) {
 *     handle(next.get());
 * }
 * }</pre>
 *
 * <p>Who is to send only is given a {@link SendChannel}, who is to receive only a {@link ReceiveChannel}. Nothing has to be closed for the
 * sake of memory: a channel that nobody knows any more is garbage, with what is in it.
 *
 * @param <E> the type of the elements, which are not null
 */
public final class Channel<E> implements SendChannel<E>, ReceiveChannel<E> {
    private static final Meeting.Words WORDS =
            new Meeting.Words("channel", "send", "receive", ChannelClosedException::new);

    private final Exchange<E> exchange;

    private Channel(int capacity, Meeting.Overflow overflow, @Nullable Consumer<? super E> onDropped) {
        this.exchange = new Exchange<>(WORDS, new Buffer.Ring<>(), capacity, overflow, onDropped);
    }

    /**
     * Makes a channel that holds up to so many elements; then senders wait. Slots are allocated as they are needed.
     *
     * @param capacity how many, at least 1; for none there is {@link #rendezvous()}
     * @return the channel
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <E> Channel<E> bounded(int capacity) {
        return new Channel<>(requireCapacity(capacity), Meeting.Overflow.WAITS, null);
    }

    /**
     * Makes a channel that holds any number of elements: senders never wait, and nothing but memory limits a sender that is faster than the
     * receivers.
     *
     * @return the channel
     * @param <E> the type of the elements
     */
    public static <E> Channel<E> unbounded() {
        return new Channel<>(Integer.MAX_VALUE, Meeting.Overflow.WAITS, null);
    }

    /**
     * Makes a channel that holds nothing: a sender waits until a receiver takes its element, and the reverse.
     *
     * @return the channel
     * @param <E> the type of the elements
     */
    public static <E> Channel<E> rendezvous() {
        return new Channel<>(0, Meeting.Overflow.WAITS, null);
    }

    /**
     * Makes a channel that holds the last element alone: senders never wait, and a new element takes the place of one that nobody has
     * received. An element that a receiver gives back, as in a gather that fails, is dropped if a newer one is there, and else comes again.
     *
     * @return the channel
     * @param <E> the type of the elements
     */
    public static <E> Channel<E> conflated() {
        return new Channel<>(1, Meeting.Overflow.DROPS_OLDEST, null);
    }

    /**
     * Makes a channel that drops the oldest element when a new one comes and so many are there: senders never wait.
     *
     * @param capacity how many it holds, at least 1
     * @param onDropped gets each element that is dropped, on the thread of whoever sends; what it throws is logged
     * @return the channel
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <E> Channel<E> droppingOldest(int capacity, Consumer<? super E> onDropped) {
        return new Channel<>(
                requireCapacity(capacity),
                Meeting.Overflow.DROPS_OLDEST,
                Objects.requireNonNull(onDropped, "onDropped"));
    }

    /**
     * Makes a channel that drops a new element when so many are there: senders never wait.
     *
     * @param capacity how many it holds, at least 1
     * @param onDropped gets each element that is dropped, on the thread of whoever sends; what it throws is logged
     * @return the channel
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <E> Channel<E> droppingLatest(int capacity, Consumer<? super E> onDropped) {
        return new Channel<>(
                requireCapacity(capacity),
                Meeting.Overflow.DROPS_LATEST,
                Objects.requireNonNull(onDropped, "onDropped"));
    }

    private static int requireCapacity(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A channel cannot hold " + capacity
                    + " elements. Give it room for at least one, or use Channel.rendezvous(), which holds none, or"
                    + " Channel.unbounded().");
        }
        return capacity;
    }

    /**
     * Gives the channel a name, for messages and dumps. Before it is used.
     *
     * @param name the name
     * @return this channel
     */
    public Channel<E> named(String name) {
        exchange.name = Objects.requireNonNull(name, "name");
        return this;
    }

    // ------------------------------------------------------------------ sending

    @Override
    public Awaitable<Void> send(E element) {
        return new Put<>(exchange, Objects.requireNonNull(element, "element"));
    }

    @Override
    public boolean trySend(E element) {
        Meeting.Offer offer = exchange.offerNow(Objects.requireNonNull(element, "element"));
        if (offer == Meeting.Offer.CLOSED) {
            throw exchange.closedForSenders();
        }
        return offer == Meeting.Offer.TAKEN;
    }

    @Override
    public boolean close() {
        return exchange.close(null);
    }

    @Override
    public boolean close(Throwable cause) {
        return exchange.close(Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public boolean isClosed() {
        return exchange.isClosed();
    }

    @Override
    public Awaitable<Void> closed() {
        return new Watcher<>(exchange, "closed");
    }

    // ------------------------------------------------------------------ receiving

    @Override
    public Awaitable<E> receive() {
        return new Take.OrFail<>(exchange);
    }

    @Override
    public Awaitable<Optional<E>> next() {
        return new Take.OrEnd<>(exchange);
    }

    @Override
    public Optional<E> tryReceive() {
        return exchange.takeNow();
    }

    @Override
    public boolean isEnded() {
        return exchange.isEnded();
    }

    @Override
    public List<E> closeNow() {
        return exchange.drain();
    }

    // ------------------------------------------------------------------ what can be asked

    /**
     * Says how full the channel is, and how many wait.
     *
     * @return a snapshot
     */
    public ChannelStatistics statistics() {
        return ChannelStatistics.of(exchange);
    }

    /**
     * Describes the channel, how full it is, and how many wait, for dumps.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return exchange.describe();
    }

    @Override
    public String toString() {
        return exchange.toString();
    }
}
