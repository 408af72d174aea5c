// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import org.jspecify.annotations.Nullable;

/**
 * Makes something that libraries keep in thread-locals belong to the task instead: the context of a logger, a trace, who is logged in. A
 * task gets what the thread has where it is spawned ({@link #capture}). Around each step its state is put on the thread ({@link #enter});
 * at the end of the step what the code has made of it is kept for the next step, and what the thread had before is put back ({@link
 * #leave}).
 *
 * <p>A carrier is found by {@link java.util.ServiceLoader}, beside the class loader of the runtime, or given to {@link
 * ContextCarriers#register}. It follows tasks, posted actions, calls of async methods that return a stage, and {@link
 * dev.weft.Weft#blocking}; it costs them these calls for each step. Without a carrier nothing is called.
 *
 * <p>Its methods are called on any thread, must not block, and must not start tasks. What one throws is logged with the name of the
 * carrier, once until it works again; the step runs all the same, without this carrier, and what else is carried comes to no harm.
 *
 * @param <S> what a task carries: immutable, or owned by the task alone; may be null
 * @param <O> what stands for the thread's own state during a step; may be null
 */
public interface ContextCarrier<S, O> {
    /**
     * Takes the state of the calling thread, for what is about to be started there. Leaves the thread as it is.
     *
     * @return the state, or null
     */
    @Nullable
    S capture();

    /**
     * Puts a state on the calling thread, in place of its own.
     *
     * @param state what {@link #capture} or {@link #leave} has returned; never used again after this step
     * @return what {@link #leave} needs to put back what the thread had, or null
     */
    @Nullable
    O enter(@Nullable S state);

    /**
     * Takes what the step has made of the state, and puts back what the thread had before. Called on the thread of the {@link #enter},
     * carriers in the opposite order.
     *
     * @param own what {@code enter} has returned
     * @return the state for the next step, or null
     */
    @Nullable
    S leave(@Nullable O own);
}
