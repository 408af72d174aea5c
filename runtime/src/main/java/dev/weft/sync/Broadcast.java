// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives each element to every subscriber. Senders never wait: the last so many elements are kept for those who are slower, and a subscriber
 * that was too slow for that is told how many it has missed, and goes on with the oldest that is kept. Any thread, any loop.
 *
 * <pre>{@code
 * Broadcast<Price> prices = Broadcast.keeping(100);
 * Broadcast.Subscription<Price> mine = prices.subscribe();
 * prices.send(price);
 * Price next = await(mine.receive());
 * }</pre>
 *
 * @param <E> the type of the elements, which are not null
 */
public final class Broadcast<E> {
    private final Kept<E> kept;

    private Broadcast(int capacity) {
        this.kept = new Kept<>(capacity);
    }

    /**
     * Makes a broadcast that keeps so many elements, whether or not somebody subscribes.
     *
     * @param capacity how many, at least 1
     * @return the broadcast
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <E> Broadcast<E> keeping(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A broadcast that keeps " + capacity
                    + " elements could give none to anybody. Have it keep at least one.");
        }
        return new Broadcast<>(capacity);
    }

    /**
     * Gives the broadcast a name, for messages and dumps. Before it is used.
     *
     * @param name the name
     * @return this broadcast
     */
    public Broadcast<E> named(String name) {
        kept.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sends an element to all who have subscribed. Never waits.
     *
     * @param element what to send
     * @throws ChannelClosedException if the broadcast is closed
     */
    public void send(E element) {
        kept.add(Objects.requireNonNull(element, "element"));
    }

    /**
     * Subscribes: the subscription gets what is sent from now on.
     *
     * @return the subscription, for one task at a time
     */
    public Subscription<E> subscribe() {
        return new Subscription<>(kept);
    }

    /** Closes the broadcast: subscribers get what is kept for them, and then see the end. Does nothing if it was done before. */
    public void close() {
        kept.close();
    }

    /**
     * Says how many elements are kept, and how many wait.
     *
     * @return a snapshot
     */
    public BroadcastStatistics statistics() {
        return kept.statistics();
    }

    /**
     * Describes the broadcast, how many elements it keeps, and how many wait, for dumps.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return kept.describe();
    }

    @Override
    public String toString() {
        return kept.toString();
    }

    /**
     * What one subscriber has yet to receive of a {@link Broadcast}. There is nothing to close: who receives no more lets go of it.
     *
     * @param <E> the type of the elements
     */
    public static final class Subscription<E> {
        private final Kept<E> kept;

        private final Kept.Place place;

        private Subscription(Kept<E> kept) {
            this.kept = kept;
            this.place = kept.end();
        }

        /**
         * Receives the next element. Cancel-safe: a receive that is cancelled has taken nothing; that elements were missed is told to the next.
         *
         * @return the receive, to be awaited once; it throws {@link LaggedException} if elements were missed, after which the next receive
         *     gives the oldest that is kept, and {@link ChannelClosedException} at the end
         */
        @CancelSafe
        public Awaitable<E> receive() {
            return new BroadcastReceive.OrFail<>(kept, place);
        }

        /**
         * Receives the next element, or the end. Cancel-safe: a receive that is cancelled has taken nothing; that elements were missed is told to
         * the next.
         *
         * @return the receive, to be awaited once; empty at the end. It throws {@link LaggedException} if elements were missed, after which
         *     the next receive gives the oldest that is kept
         */
        @CancelSafe
        public Awaitable<Optional<E>> next() {
            return new BroadcastReceive.OrEnd<>(kept, place);
        }

        /**
         * Receives the next element if there is one.
         *
         * @return the element; empty if there is none now
         * @throws LaggedException if elements were missed; the next receive gives the oldest that is kept
         * @throws ChannelClosedException at the end
         */
        public Optional<E> tryReceive() {
            if (!kept.has(place)) {
                return Optional.empty();
            }
            Optional<E> taken = kept.take(place);
            if (taken.isEmpty()) {
                throw kept.ended();
            }
            return taken;
        }
    }
}
