// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One of the two directions of a connection, in which at most one operation waits.
 *
 * <p>Interest in reading is asked for once and then kept, since most connections are read all the time and each change
 * costs a system call; it goes when the channel is readable and nobody reads, or the reader is cancelled. Interest in
 * writing is there only while an operation waits: a channel is writable nearly always.
 */
final class Direction {
    private final int bit;
    private final Interest interest;
    private @Nullable SocketOperation<?> waiting;

    Direction(int bit, Interest interest) {
        this.bit = bit;
        this.interest = interest;
    }

    /** The name of what happens in this direction: what dumps call its kind. */
    String verb() {
        return bit == SelectionKey.OP_READ ? "read" : "write";
    }

    boolean isTakenBySomeoneElseThan(SocketOperation<?> operation) {
        return waiting != null && waiting != operation;
    }

    boolean isTaken() {
        return waiting != null;
    }

    void await(SocketOperation<?> operation) throws ClosedChannelException {
        interest.add(bit);
        waiting = operation;
    }

    void completed(SocketOperation<?> operation) {
        if (waiting == operation) {
            waiting = null;
            if (bit == SelectionKey.OP_WRITE) {
                interest.remove(bit);
            }
        }
    }

    void withdrawn(SocketOperation<?> operation) {
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

    void closed() {
        SocketOperation<?> operation = waiting;
        waiting = null;
        if (operation != null) {
            operation.closed();
        }
    }
}
