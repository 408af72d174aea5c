// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * The parts of {@link Weft#asCompleted} in the order in which they end. Loop thread only, and only while the block runs.
 *
 * @param <T> what the parts give
 */
public interface AsCompleted<T> {
    /**
     * The block that takes the results.
     *
     * @param <T> what the parts give
     * @param <R> what the block returns
     * @param <X> the checked exceptions that it declares, which awaiting throws
     */
    @FunctionalInterface
    interface Body<T, R, X extends Exception> {
        /**
         * Runs the block, as a task of its own.
         *
         * @param parts the parts, which run
         * @return its task; never null
         * @throws X as the block declares
         */
        Task<R> run(AsCompleted<T> parts) throws X;
    }

    /**
     * Whether there is a part that nobody has asked for by {@link #next}.
     *
     * @return false after as many calls as there are parts, and once the block has ended
     */
    boolean hasNext();

    /**
     * Waits for the next part to end; the first may have ended already. Several may wait, and are served in the order in which they
     * began. Cancel-safe: a part that was handed to a task that is cancelled goes to the next, before those that ended later.
     *
     * @return what the part gives, or fails with; to be awaited once. Once the block has ended, awaiting it throws {@code
     *     IllegalStateException}, also to who waits already, as a task may that the block has spawned
     * @throws java.util.NoSuchElementException if there are no more parts
     * @throws IllegalStateException if the block has ended
     */
    @CancelSafe
    Awaitable<T> next();
}
