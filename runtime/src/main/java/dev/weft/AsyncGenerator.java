// SPDX-License-Identifier: Apache-2.0
package dev.weft;

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
 * elements of another generator, at no cost for those that follow.
 *
 * <p>There is one consumer at a time; another may follow it on the same loop. A generator that is left before its end is to be closed, as
 * try-with-resources does, which runs its finally blocks; one whose finally blocks nobody has run is reported to the log when it is
 * collected, or when its loop ends.
 *
 * <p>Cancelling the consumer while the generator awaits throws there. Between two elements it throws at the await of {@link #next}, and the
 * generator stays where it is, to be closed. When the code of a generator throws, the exception comes out of the await of {@link #next},
 * once; then the generator has ended.
 *
 * <p>Implemented by Weft alone.
 *
 * @param <T> the type of the elements, none of which is null
 */
public interface AsyncGenerator<T> extends AutoCloseable {
    /**
     * Moves to the next element, when what is returned is awaited: once, and before the next call of this. Where it is dropped, nothing has
     * happened. Not cancel-safe: a
     * cancellation while the generator awaits ends it, unless its code catches that.
     *
     * @return true if there is another element, which {@link #current} then gives; false at the end and ever after
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
     * Ends the generator early: its code goes on with an exception at the emit where it stands, so that finally blocks run, which may await.
     * In an async method this waits until they have, as an await does, and throws what they throw. Emitting meanwhile is refused. A
     * generator that has not begun never runs; closing one that has ended does nothing.
     *
     * <p>Code that is no async method cannot wait: there it ends a generator that has no finally block to run, and refuses any other; {@link
     * #closing} is what to spawn then.
     *
     * @throws IllegalStateException while a {@link #next} is under way
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
}
