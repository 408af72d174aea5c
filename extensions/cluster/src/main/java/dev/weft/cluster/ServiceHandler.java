// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Task;

/**
 * Answers the requests for a service: most often an async method, or a lambda that awaits.
 *
 * @param <Q> the type of what is asked
 * @param <R> the type of what is answered
 */
@FunctionalInterface
public interface ServiceHandler<Q, R> {
    /**
     * Makes the task that answers one request. It runs on the loop of the node, beside those of other requests, and is cancelled when the one
     * who asked is cancelled, its deadline passes, or its node leaves.
     *
     * @param question what was asked
     * @return a task that gives the answer
     * @throws Refusal if this node does not take it: another one is asked. So it may in the task, before it has begun anything
     * @throws Exception what the one who asked gets as a {@link RemoteFailure}
     */
    Task<R> handle(Q question) throws Exception;
}
