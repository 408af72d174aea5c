// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The elements that an async method makes one after the other, each when its consumer asks for it. An {@link Async} method that returns a
 * generator hands each element over with {@link Weft#emit}, may await between them, and ends with {@code return AsyncGenerator.done()}:
 *
 * <pre>{@code
 * @Async
 * static AsyncGenerator<Integer> countdown(int from) {
 *     for (int i = from; i > 0; i--) {
 *         await(sleep(Duration.ofSeconds(1)));
 *         emit(i);
 *     }
 *     return AsyncGenerator.done();
 * }
 *
 * try (AsyncGenerator<Integer> numbers = countdown(3)) {
 *     while (await(numbers.next())) {
 *         show(numbers.current());
 *     }
 * }
 * }</pre>
 *
 * <p>Calling the method makes the generator and runs none of its code. Each {@link #next} runs the code up to the next emit, as part of the
 * task that awaits it: that is the consumer, whose cancellation, context and locks the code sees. {@code return other} goes on with the
 * elements of another generator, at no cost for those that follow. A cancellation that is due there comes out of {@link #next}, before the
 * other one runs.
 *
 * <p>A lambda whose type returns a generator is one too if it emits, awaits or closes anything. Any other, such as {@code () ->
 * open(file)}, is a plain lambda that runs when it is called.
 *
 * <p>There is one consumer at a time; another may follow it on the same loop. Another loop, and code that runs on a thread without one, is
 * refused then. A generator that is left before its end is to be closed, as
 * try-with-resources does, which runs its finally blocks; one whose finally blocks nobody has run is reported to the log when it is
 * collected, or when its loop ends.
 *
 * <p>Cancelling the consumer while the generator awaits throws there. Between two elements it throws at the await of {@link #next}, and the
 * generator stays where it is, to be closed. When the code of a generator throws, the exception comes out of the await of {@link #next},
 * once; then the generator has ended.
 *
 * <p>Whatever implements it has its {@code closing()} awaited where woven code calls {@code close()}. Generators of async methods do; so do
 * operators.
 *
 * @param <T> the type of the elements, none of which is null
 */
public interface AsyncGenerator<T> extends AutoCloseable {
    /**
     * Moves to the next element, when what is returned is awaited: once, and before the next call of this. A second await of it is refused,
     * and moves nothing. Where it is dropped, nothing has happened. Not cancel-safe: a cancellation while the generator awaits ends it,
     * unless its code catches that.
     *
     * @return true if there is another element, which {@link #current} then gives; false at the end and ever after, also where {@link
     *     #close} in another task has ended the wait
     * @throws IllegalStateException if another {@code next()} is under way; that one is not affected
     */
    @NotCancelSafe("the elements to come, if the generator awaits meanwhile: its code is cancelled with the consumer")
    Awaitable<Boolean> next();

    /**
     * Returns the element that the generator stands at.
     *
     * @return the element that the last {@link #next} moved to
     * @throws IllegalStateException before the first {@code next()}, while one is under way, and after the end
     */
    T current();

    /**
     * Ends the generator early: its code goes on with an exception at the emit where it stands, so that finally blocks run, which may
     * await. In an async method this waits until they have, as an await does, and throws what they throw. Emitting meanwhile is refused,
     * and the close throws that too; a generator that catches it and emits again ends there. One that has not begun never runs; closing one
     * that has ended does nothing.
     *
     * <p>Code that is no async method cannot wait: there it ends a generator that has no finally block to run, and refuses any other;
     * {@link #closing} is what to spawn then. Of {@code map}, {@code filter} and {@code take} that is for their source to say.
     *
     * <p>While another task awaits {@link #next}, the close of an async method's generator is refused, since its code runs in that task;
     * so is that of {@code map}, {@code filter} and {@code take}, and the wait goes on. Of {@code buffer}, {@code window}, {@code merge}
     * and {@code from} the close ends that wait, which gives false. While another task closes it, a second close is refused likewise, but
     * that of {@code buffer}, {@code window} and {@code merge} waits with the first.
     *
     * @throws IllegalStateException while another task awaits {@link #next} of one that refuses it, or closes one that refuses that
     * @throws NotWovenException if finally blocks have to run, and the calling method is not woven
     */
    @Override
    void close();

    /**
     * Closes the generator, when what is returned is awaited or spawned. Not cancel-safe: a cancellation goes to the await in a finally
     * block, and the generator has ended then.
     *
     * @return what {@link #close} is in an async method
     */
    @NotCancelSafe("what the finally blocks have not done yet")
    Awaitable<Void> closing();

    /**
     * Returns the generator that has no element: what a generator method returns at its end.
     *
     * @return a generator that has ended
     * @param <T> the type of the elements that it does not have
     */
    static <T> AsyncGenerator<T> done() {
        return Engine.noElements();
    }

    // ------------------------------------------------------------------ operators

    /**
     * Returns what a function makes of each element. The function runs in the consumer's task; what it throws closes this generator, and
     * comes out of {@link #next}. Where it is to await, write a generator: the loop is as short.
     *
     * @param function what to make of an element; not null
     * @return a generator that consumes this one, and closes it when it is closed itself
     * @param <R> the type of what the function makes
     */
    default <R> AsyncGenerator<R> map(Function<? super T, ? extends R> function) {
        return Engine.map(this, Objects.requireNonNull(function, "function"));
    }

    /**
     * Returns the elements for which a condition holds. It runs in the consumer's task; what it throws closes this generator, and comes out
     * of {@link #next}.
     *
     * @param condition says which elements
     * @return a generator that consumes this one, and closes it when it is closed itself
     */
    default AsyncGenerator<T> filter(Predicate<? super T> condition) {
        return Engine.filter(this, Objects.requireNonNull(condition, "condition"));
    }

    /**
     * Returns the first elements. When so many were given and another one is asked for, this generator is closed, and awaited until it has.
     *
     * @param count how many at most; with none this generator never begins
     * @return a generator that consumes this one, and closes it when it is closed itself
     * @throws IllegalArgumentException if the count is negative
     */
    default AsyncGenerator<T> take(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("take(" + count + "): the number of elements is zero or more.");
        }
        return Engine.take(this, count);
    }

    /**
     * Returns the same elements, of which up to so many are there before they are asked for: a task makes them while the consumer works. It
     * starts when the first element is awaited, and belongs to the task that awaits it: that has to close what is returned, or to consume
     * it to its end. If it ends before, the task that makes elements does, and {@link #next} fails from then on.
     *
     * <p>Waiting for an element is cancel-safe here: it is taken when it is given, so {@code waitFor(buffered.next(), limit)} loses none,
     * and the next one may be awaited after it. A close cancels what this generator waits for, drops the elements that are there, and
     * reports what this generator has failed with before the close. Otherwise a failure comes after all elements that came before it.
     *
     * @param size how many elements at most, at least 1
     * @return a generator that consumes this one, and closes it when it is closed itself
     * @throws IllegalArgumentException if the size is less than 1
     */
    default AsyncGenerator<T> buffer(int size) {
        return Engine.buffer(this, requireSize("buffer", size));
    }

    /**
     * Returns the elements in lists: a list is given when it is full, or when its first element has waited for so long, or at the end. A
     * task takes the elements, as that of {@link #buffer}; what is said there holds here. While a list waits to be taken, it fills up, and
     * then this generator is not asked for more.
     *
     * @param maxSize how many elements are in a list at most, at least 1
     * @param maxTime how long an element waits at most for others, on the loop's clock
     * @return a generator of lists that are not empty and cannot be changed
     * @throws IllegalArgumentException if the size is less than 1, or the time is not positive
     */
    default AsyncGenerator<List<T>> window(int maxSize, Duration maxTime) {
        Objects.requireNonNull(maxTime, "maxTime");
        requireSize("window", maxSize);
        if (maxTime.isNegative() || maxTime.isZero()) {
            throw new IllegalArgumentException(
                    "window(" + maxSize + ", " + maxTime + "): the time is more than nothing.");
        }
        return Engine.window(this, maxSize, maxTime);
    }

    private static int requireSize(String operation, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(operation + "(" + size + "): there is room for at least one element.");
        }
        return size;
    }

    /**
     * Merges generators: gives the elements of all in the order in which they come. A task consumes each, as that of {@link #buffer}; what
     * is said there holds here. Of each generator one element at most is there before it is asked for.
     *
     * <p>The first that fails ends the others: their tasks are cancelled, and what has come before is given; when all have ended, the
     * failure is thrown, with what others have failed with as suppressed.
     *
     * @param generators whose elements; none has none
     * @return a generator that consumes them, and closes all when it is closed itself
     * @param <T> the type of the elements
     * @throws IllegalArgumentException if one of them is there twice, since a generator has one consumer
     */
    static <T> AsyncGenerator<T> merge(List<? extends AsyncGenerator<? extends T>> generators) {
        return Engine.merge(Objects.requireNonNull(generators, "generators"));
    }

    /**
     * Merges generators, as {@link #merge(List)}.
     *
     * @param generators whose elements
     * @return a generator that consumes them, and closes all when it is closed itself
     * @param <T> the type of the elements
     * @throws IllegalArgumentException if one of them is there twice, since a generator has one consumer
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static <T> AsyncGenerator<T> merge(AsyncGenerator<? extends T>... generators) {
        return Engine.merge(Arrays.asList(Objects.requireNonNull(generators, "generators")));
    }

    /**
     * Consumes the generator to its end.
     *
     * <p>Not cancel-safe: what was taken is gone with the list. The generator is closed whatever happens.
     *
     * @return the elements in order, in a list that cannot be changed; to be awaited once
     */
    @NotCancelSafe("the elements that were taken before")
    default Awaitable<List<T>> toList() {
        return Engine.toList(this);
    }

    // ------------------------------------------------------------------ to and from java.util.concurrent.Flow

    /**
     * Consumes a publisher. It is subscribed to when the first element is awaited. So many elements are requested then, and each time when
     * three quarters of them were taken as many again, so that the publisher need not stop. Its threads may be any: the elements are handed
     * to the consumer where that runs. What it fails with comes out of {@link #next} as the same object, after all elements that came
     * before.
     *
     * <p>Closing cancels the subscription, and drops what has come; it waits for nobody. One that is left open is cancelled when the loop on
     * which the first element was awaited ends, or when it is collected, and that is logged. A publisher is cancelled too if it throws where
     * it must not, and that is its failure. Waiting for an element is cancel-safe: it is taken
     * when it is given.
     *
     * @param publisher whose elements
     * @param prefetch how many elements may be there before they are asked for, at least 1
     * @return a generator of its elements
     * @param <T> the type of the elements
     * @throws IllegalArgumentException if the number is less than 1
     */
    static <T> AsyncGenerator<T> from(Flow.Publisher<? extends T> publisher, int prefetch) {
        return Engine.from(Objects.requireNonNull(publisher, "publisher"), requireSize("prefetch", prefetch));
    }

    /**
     * Makes a publisher whose subscriptions each consume a generator of their own, on the loop of the calling thread, as {@link
     * #publisher(Supplier, EventLoop)}.
     *
     * @param generators makes the generator of a subscription
     * @return the publisher
     * @param <T> the type of the elements
     * @throws IllegalStateException if no loop runs on this thread
     */
    static <T> Flow.Publisher<T> publisher(Supplier<? extends AsyncGenerator<? extends T>> generators) {
        Objects.requireNonNull(generators, "generators");
        return publisher(generators, Engine.requireLoop("AsyncGenerator.publisher(...)"));
    }

    /**
     * Makes a publisher whose subscriptions each consume a generator of their own, in a task of the loop. It moves the generator on as far
     * as elements are requested; all signals but {@code onSubscribe} come from the loop's thread. Any thread may subscribe, request and
     * cancel.
     *
     * <p>A cancelled subscription closes its generator, whose finally blocks run on the loop; what they throw is reported as a failure that
     * nobody sees. The loop is not kept running by subscriptions: their tasks are cancelled when it closes, and the subscribers get a
     * {@link java.util.concurrent.CancellationException}.
     *
     * @param generators makes the generator of a subscription, on the loop's thread
     * @param loop where the generators are consumed
     * @return the publisher
     * @param <T> the type of the elements
     */
    static <T> Flow.Publisher<T> publisher(Supplier<? extends AsyncGenerator<? extends T>> generators, EventLoop loop) {
        return Engine.publisher(Objects.requireNonNull(generators, "generators"), Objects.requireNonNull(loop, "loop"));
    }
}
