// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A queue of work, as asyncio's: workers get elements, say of each when it is done, and somebody joins them by waiting until all is done.
 * First in first out, last in first out, or by priority. Any number of tasks put and get, on any threads and loops.
 *
 * <pre>{@code
 * await(queue.put(job));                      // await(queue.join()) waits for all
 * Job next = await(queue.get());              // in a worker, which does it and says queue.taskDone()
 * }</pre>
 *
 * <p>Where nobody joins, a {@link Channel} is the simpler thing.
 *
 * @param <E> the type of the elements, which are not null
 */
public final class Queue<E> {
    private final Work<E> work;

    private Queue(Buffer<E> buffer, int maxSize) {
        if (maxSize < 1) {
            throw new IllegalArgumentException(
                    "A queue of at most " + maxSize
                            + " elements could not be put into. Give it room for at least one, or leave the size out for any number.");
        }
        this.work = new Work<>(buffer, maxSize);
    }

    /**
     * Makes a queue that gives first what was put first.
     *
     * @param maxSize how many elements it holds before those who put wait, at least 1
     * @return the queue
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the size is less than 1
     */
    public static <E> Queue<E> fifo(int maxSize) {
        return new Queue<>(new Buffer.Ring<>(), maxSize);
    }

    /**
     * Makes a queue of any size that gives first what was put first.
     *
     * @return the queue
     * @param <E> the type of the elements
     */
    public static <E> Queue<E> fifo() {
        return fifo(Integer.MAX_VALUE);
    }

    /**
     * Makes a queue that gives first what was put last.
     *
     * @param maxSize how many elements it holds before those who put wait, at least 1
     * @return the queue
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the size is less than 1
     */
    public static <E> Queue<E> lifo(int maxSize) {
        return new Queue<>(new Stack<>(), maxSize);
    }

    /**
     * Makes a queue of any size that gives first what was put last.
     *
     * @return the queue
     * @param <E> the type of the elements
     */
    public static <E> Queue<E> lifo() {
        return lifo(Integer.MAX_VALUE);
    }

    /**
     * Makes a queue that gives the least element first, and of equal ones the one that was put first.
     *
     * @param order compares elements, with a lock held: it must be quick and must not use the queue. What it throws goes to whoever puts or
     *     gets
     * @param maxSize how many elements it holds before those who put wait, at least 1
     * @return the queue
     * @param <E> the type of the elements
     * @throws IllegalArgumentException if the size is less than 1
     */
    public static <E> Queue<E> priority(Comparator<? super E> order, int maxSize) {
        return new Queue<>(new Heap<>(Objects.requireNonNull(order, "order")), maxSize);
    }

    /**
     * Makes a queue of any size that gives the least element first, and of equal ones the one that was put first.
     *
     * @param order compares elements, with a lock held: it must be quick and must not use the queue. What it throws goes to whoever puts or
     *     gets
     * @return the queue
     * @param <E> the type of the elements
     */
    public static <E> Queue<E> priority(Comparator<? super E> order) {
        return priority(order, Integer.MAX_VALUE);
    }

    /**
     * Gives the queue a name, for messages and dumps. Before it is used.
     *
     * @param name the name
     * @return this queue
     */
    public Queue<E> named(String name) {
        work.name = Objects.requireNonNull(name, "name");
        return this;
    }

    // ------------------------------------------------------------------ putting and getting

    /**
     * Puts an element in: suspends until there is room. Those who wait go in the order in which they began to. Cancel-safe: a put that is
     * cancelled has not happened. On a plain thread, {@code put(element).block()} waits without a loop.
     *
     * @param element what to put in
     * @return the put, to be awaited once; it throws {@link QueueShutDownException} if the queue is shut down before there is room
     */
    @CancelSafe
    public Awaitable<Void> put(E element) {
        work.buffer.check(Objects.requireNonNull(element, "element"));
        return new Put<>(work, element);
    }

    /**
     * Puts an element in if there is room.
     *
     * @param element what to put in
     * @return false if there is none
     * @throws QueueShutDownException if the queue is shut down
     */
    public boolean tryPut(E element) {
        work.buffer.check(Objects.requireNonNull(element, "element"));
        Meeting.Offer offer = work.offerNow(element);
        if (offer == Meeting.Offer.CLOSED) {
            throw work.closedForSenders();
        }
        return offer == Meeting.Offer.TAKEN;
    }

    /**
     * Gets an element: suspends until there is one. Those who wait go in the order in which they began to. Cancel-safe: a get that is
     * cancelled has taken nothing, and what was taken and nobody gets is put back. On a plain thread, {@code get().block()} waits without a
     * loop.
     *
     * @return the get, to be awaited once; it throws {@link QueueShutDownException} if the queue is shut down and nothing is left
     */
    @CancelSafe
    public Awaitable<E> get() {
        return new Take.OrFail<>(work);
    }

    /**
     * Gets an element if there is one.
     *
     * @return the element; empty if there is none
     * @throws QueueShutDownException if the queue is shut down and nothing is left
     */
    public Optional<E> tryGet() {
        return work.takeNow();
    }

    // ------------------------------------------------------------------ work that is done

    /**
     * Says that an element that was got has been dealt with. When that was said of every element that was put, whoever joins goes on.
     *
     * @throws IllegalStateException if it was said more often than elements were put
     */
    public void taskDone() {
        work.done();
    }

    /**
     * Waits until of every element that was put {@link #taskDone()} was said. Cancel-safe.
     *
     * @return the wait, to be awaited once
     */
    @CancelSafe
    public Awaitable<Void> join() {
        return new Watcher<>(work, "join");
    }

    /**
     * Returns how many elements were put, and not said to be done.
     *
     * @return the number
     */
    public int unfinished() {
        return work.unfinished();
    }

    // ------------------------------------------------------------------ its end

    /**
     * Ends the queue: nothing can be put any more, and who waits to put is told so. What is in it can still be got, and then those who get
     * are told, too. Does nothing if it was done before.
     */
    public void shutdown() {
        work.close(null);
    }

    /**
     * Ends the queue at once, also after {@link #shutdown()}: what is in it is taken out, and counts as done. What a
     * get had taken that nobody gets, as in a gather that fails, comes back too late for that, and is lost; the log says so.
     *
     * @return what was in it, in the order in which it would have been got
     */
    public List<E> shutdownNow() {
        return work.drain();
    }

    /**
     * Whether the queue is shut down.
     *
     * @return true from {@link #shutdown()} or {@link #shutdownNow()} on
     */
    public boolean isShutDown() {
        return work.isClosed();
    }

    // ------------------------------------------------------------------ what can be asked

    /**
     * Returns how many elements are in it.
     *
     * @return the number
     */
    public int size() {
        return statistics().size();
    }

    /**
     * Whether it is empty.
     *
     * @return true if nothing can be got without waiting
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Whether it holds as many elements as it may.
     *
     * @return true if nothing can be put without waiting
     */
    public boolean isFull() {
        return size() >= work.capacity;
    }

    /**
     * Says how full the queue is, and how many wait.
     *
     * @return a snapshot
     */
    public ChannelStatistics statistics() {
        return ChannelStatistics.of(work);
    }

    /**
     * Describes the queue, how full it is, and how many wait, for dumps.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return work.describe();
    }

    @Override
    public String toString() {
        return work.toString();
    }
}
