// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.transport;

import dev.weft.NotCancelSafe;
import java.util.concurrent.CompletionStage;

/**
 * The engine below a cluster: membership, failure detection, and bytes to a member and back, in order. What {@code dev.weft.cluster} promises
 * leans on this:
 *
 * <ul>
 *   <li>what one member sends to another by {@link #ask} and {@link #tell} arrives in the order of the calls, or not at all;
 *   <li>a stage of {@link #ask} ends when the peer has answered, or when it is no member any more: a peer that hangs is removed from the view
 *       by a failure detector;
 *   <li>members that have the same {@link View#id} have the same members in it.
 * </ul>
 *
 * <p>{@link #ask} and {@link #tell} are called on any thread, and must not block it, however slow a peer is. What one thread sends keeps its
 * order.
 */
public interface Transport {
    /**
     * Joins a cluster, or begins one if nobody is there. Blocks until there is a view; called on a thread that may be blocked, once.
     *
     * @param cluster the name of the cluster
     * @param node the name of this member
     * @param receiver is told what comes
     * @return this member
     * @throws Exception if it cannot join; nothing is left open then
     */
    Peer join(String cluster, String node, Receiver receiver) throws Exception;

    /**
     * Asks a member. What it throws says that the request was not sent. Not cancel-safe: what was sent is not taken back.
     *
     * @param to whom, perhaps this member itself
     * @param request the bytes, which are not to be changed any more
     * @return the answer, on any thread; fails if the peer is gone, for whatever reason: it may have got the request
     */
    @NotCancelSafe("a request that was sent, and its answer")
    CompletionStage<byte[]> ask(Peer to, byte[] request);

    /**
     * Tells a member what needs no answer. Does nothing if it is gone.
     *
     * @param to whom, perhaps this member itself
     * @param message the bytes, which are not to be changed any more
     */
    void tell(Peer to, byte[] message);

    /** Leaves the cluster, tells the others so, and closes all. Blocks; called on a thread that may be blocked. Idempotent. */
    void leave();
}
