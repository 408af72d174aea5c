// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

/**
 * Makes an entity when the first message for it comes to the node that owns it.
 *
 * @param <M> the type of what it is told
 * @param <R> the type of what it answers
 */
@FunctionalInterface
public interface EntityFactory<M, R> {
    /**
     * Makes an entity. On the loop, so it must not block: what has to be loaded is loaded by its first message.
     *
     * @param id which one of its kind
     * @return the entity
     * @throws Exception what the one who sent the first message gets as a {@link RemoteFailure}; the next message tries again
     */
    Entity<M, R> create(String id) throws Exception;
}
