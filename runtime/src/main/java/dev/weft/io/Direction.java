// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One of the two directions of an endpoint, in which at most one operation waits. Loop thread only.
 *
 * <p>Interest in reading is asked for once and then kept, since most endpoints are read all the time and each change
 * costs a system call; it goes when the endpoint is readable and nobody reads, or the reader is cancelled. Interest in
 * writing is there only while an operation waits: a channel is writable nearly always.
 */
final class Direction {
    private final Interest interest;
    private final int bit;
    private @Nullable Operation<?> waiting;

    /** A direction, for {@code OP_READ} or {@code OP_WRITE}. */
    Direction(Interest interest, int bit) {
        this.interest = interest;
        this.bit = bit;
    }

    Endpoint endpoint() {
        return interest.endpoint();
    }

    /** The name of what happens in this direction: what dumps call its kind. */
    String verb() {
        return bit == SelectionKey.OP_READ ? "read" : "write";
    }

    boolean isTaken() {
        return waiting != null;
    }

    /** Whether readiness will be told, though nobody waits for it. */
    boolean isWatched() {
        return interest.includes(bit);
    }

    /** Refuses an operation on a closed endpoint, and one while another waits. */
    void requireFree(Operation<?> operation) throws ClosedChannelException {
        requireOpen();
        if (waiting != null && waiting != operation) {
            throw new IllegalStateException("Another task waits in a " + verb() + " on " + Fence.textOf(endpoint())
                    + "; one at a time. Await that first, or let one task do all the "
                    + (bit == SelectionKey.OP_READ
                            ? "reading and hand on what it got."
                            : "writing and hand it what is to be sent."));
        }
    }

    void requireOpen() throws ClosedChannelException {
        if (!endpoint().isOpen()) {
            throw new EndpointClosedException(Fence.textOf(endpoint()) + " is closed");
        }
    }

    /** Waiting is noted first: whoever answers to the interest in place finds somebody to wake. */
    void await(Operation<?> operation) throws ClosedChannelException {
        waiting = operation;
        try {
            interest.add(bit);
        } catch (Throwable refused) { // rethrown
            waiting = null;
            throw refused;
        }
    }

    void completed(Operation<?> operation) {
        if (waiting == operation) {
            waiting = null;
            if (bit == SelectionKey.OP_WRITE) {
                interest.remove(bit);
            }
        }
    }

    void withdrawn(Operation<?> operation) {
        if (waiting == operation) {
            waiting = null;
            interest.remove(bit);
        }
    }

    void ready(int ready) {
        if ((ready & bit) == 0) {
            return;
        }
        if (waiting != null) {
            waiting.ready();
        } else {
            interest.remove(bit); // else the selector would return at once, again and again
        }
    }

    /** Has whoever waits look again. */
    void askAgain() {
        if (waiting != null) {
            waiting.ready();
        }
    }

    /** Who waits is forgotten last: if there is no stack or memory to tell it, the next call tells it. */
    void closed() {
        Operation<?> operation = waiting;
        if (operation != null) {
            operation.closed();
        }
        if (waiting == operation) { // it may have awaited something else in place
            waiting = null;
        }
    }
}
