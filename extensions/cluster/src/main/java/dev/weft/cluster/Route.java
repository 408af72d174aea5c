// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;

/** The way of a request to whom it is for. Loop thread only. */
interface Route {
    /** Sends a request, at once or later; or fails it. */
    void send(Ask<?> ask);

    /**
     * Is told that a request was refused, and never ran.
     *
     * @return whether it was sent again, or will be; if not, the refusal is its end
     */
    boolean refused(Ask<?> ask, Peer by, Answer refusal);

    /** Is told that a request has ended, in whatever way; once for each that was given to {@link #send}. */
    default void ended(Ask<?> ask) {}
}
