// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Task;

/**
 * One thing of an {@link EntityKind}. It gets one message at a time, on the loop of the node that owns it, so its fields need no lock. They
 * are lost when its node goes: what has to outlive that belongs into a database.
 *
 * @param <M> the type of what it is told
 * @param <R> the type of what it answers
 */
@FunctionalInterface
public interface Entity<M, R> {
    /**
     * Makes the task that handles one message. The next message waits until it has ended. It is cancelled when the one who sent the message is,
     * its deadline passes, or this node stops owning the entity.
     *
     * @param message what it is told
     * @return a task that gives the answer
     * @throws Refusal if it does not take the message: the one who asked gets {@link NotServed}. So it may in the task, before it has begun anything
     * @throws Exception what the one who asked gets as a {@link RemoteFailure}
     */
    Task<R> receive(M message) throws Exception;

    /**
     * Says whether nothing is left that has to be kept, as in a room that is empty. Asked when a message has been handled and no other waits;
     * one that is over is dropped, and the next message makes another. Without this an entity stays until its node goes or another owns it. On
     * the loop, so it must not block. What it throws goes to the log, and it stays.
     *
     * @return false if not overridden
     */
    default boolean isOver() {
        return false;
    }

    /**
     * Tells that it was dropped, once: it is over, another node owns it, or its node may own nothing or leaves. Called on the loop, so it must
     * not block, and after the message that it handles has ended, which is cancelled if that is why. What it throws goes to the log. A process
     * that is killed calls nothing. Does nothing if not overridden.
     */
    default void dropped() {}
}
