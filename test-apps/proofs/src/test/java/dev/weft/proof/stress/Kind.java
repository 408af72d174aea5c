// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.util.EnumSet;
import java.util.Set;

/** What a step awaits. */
enum Kind {
    SLEEP,
    YIELD,
    /** One of the permits, which is held for a while. */
    PERMIT,
    TAKE,
    /** Does not wait. */
    PUT,
    READ,
    READ_SOME,
    READ_EXACTLY,
    WRITE,
    /** An async method that runs a body. */
    CALL,
    /** Spawns a body, and does not wait for it. */
    START,
    /** A task that was started before. */
    JOIN,
    /** A future that is completed elsewhere. */
    STAGE,
    /** A connection to a server, on which bytes are exchanged. Only where there is one. */
    CONNECT;

    private static final Set<Kind> READS = EnumSet.of(READ, READ_SOME, READ_EXACTLY);

    boolean isRead() {
        return READS.contains(this);
    }

    boolean usesFlow() {
        return isRead() || this == WRITE;
    }
}
