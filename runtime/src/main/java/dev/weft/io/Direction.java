// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the two directions of an endpoint, in which at most one {@link Operation} waits. Whoever has an endpoint of its own kind makes one
 * for each direction, hands on what the {@link Interest} is told, and tells both of the end. Loop thread only.
 *
 * <p>Interest in reading is asked for once and then kept, since most endpoints are read all the time and each change
 * costs a system call; it goes when the endpoint is readable and nobody reads, or the reader is cancelled. Interest in
 * writing is there only while an operation waits: a channel is writable nearly always.
 */
public final class Direction {
    private final Interest interest;
    private final int bit;
    private final String verb;
    private @Nullable Operation<?> waiting;

    /**
     * Makes a direction in which nothing waits.
     *
     * @param interest of the endpoint, the same for both of its directions; not null
     * @param bit {@link SelectionKey#OP_READ} or {@link SelectionKey#OP_WRITE}
     * @param verb what happens in it, such as {@code read}: how messages and dumps call it; not null
     */
    public Direction(Interest interest, int bit, String verb) {
        this.interest = Objects.requireNonNull(interest, "interest");
        this.bit = bit;
        this.verb = Objects.requireNonNull(verb, "verb");
    }

    Endpoint endpoint() {
        return interest.endpoint();
    }

    /** The name of what happens in this direction: what dumps call its kind. */
    String verb() {
        return verb;
    }

    private String gerund() {
        return (verb.endsWith("e") ? verb.substring(0, verb.length() - 1) : verb) + "ing";
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
                    + "; one at a time. Await that first, or let one task do all the " + gerund()
                    + (bit == SelectionKey.OP_READ ? " and hand on what it got." : " and hand it what is to be sent."));
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

    /** Does not want to be told of readiness for now, though an operation waits: it waits for something else first. */
    void pause() {
        interest.remove(bit);
    }

    /** Wants to be told again. */
    void resume() throws ClosedChannelException {
        interest.add(bit);
    }

    void withdrawn(Operation<?> operation) {
        if (waiting == operation) {
            waiting = null;
            interest.remove(bit);
        }
    }

    /**
     * The endpoint is ready: whoever waits is to try again.
     *
     * @param ready the bits that the {@link Interest} was told
     */
    public void ready(int ready) {
        if ((ready & bit) == 0) {
            return;
        }
        if (waiting != null) {
            waiting.ready();
        } else {
            interest.remove(bit); // else the selector would return at once, again and again
        }
    }

    /** Has whoever waits try again, as when something was given back that it may take. */
    public void askAgain() {
        if (waiting != null) {
            waiting.ready();
        }
    }

    /**
     * The endpoint was closed: whoever waits fails with {@link java.nio.channels.AsynchronousCloseException}. Idempotent. Who waits is
     * forgotten last: if there is no stack or memory to tell it, the next call tells it.
     */
    public void closed() {
        Operation<?> operation = waiting;
        if (operation != null) {
            operation.closed();
        }
        if (waiting == operation) { // it may have awaited something else in place
            waiting = null;
        }
    }
}
