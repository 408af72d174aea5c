// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in both of its directions: what it is watched for, the {@link Operation} that waits in each, one at most, and its end. Whoever
 * has an endpoint of its own kind has a subclass. It is one object, since a server has one for each of its connections, and a request
 * touches all of it. Loop thread only.
 *
 * <p>It is registered when something waits for the first time. Interest in reading is asked for once and then kept, since most endpoints are
 * read all the time and each change costs a system call; it goes when the endpoint is readable and nobody reads, and not with a reader that
 * is cancelled. Interest in writing is there only while an operation waits: a channel is writable nearly always.
 */
public abstract class Duplex extends Lifetime implements IntConsumer {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private @Nullable Registration registration;

    /** What the registration was told last: each request asks for it, and the key would have to be asked twice. */
    private byte interest; // there may be a million of these

    private @Nullable Operation<?> reader;
    private @Nullable Operation<?> writer;

    /** Makes one in which nothing waits. The constructor of the subclass calls {@link #begin} when it is done. */
    protected Duplex() {}

    /**
     * Returns the endpoint, which is watched by nothing else.
     *
     * @return the endpoint, not null
     */
    protected abstract Endpoint endpoint();

    /**
     * Returns what happens in a direction, such as {@code read}: how messages and dumps call it.
     *
     * @param bit {@link SelectionKey#OP_READ} or {@link SelectionKey#OP_WRITE}
     * @return the verb, not null
     */
    protected abstract String verb(int bit);

    @Override
    protected final EventLoop loop() {
        return endpoint().loop();
    }

    @Override
    protected final Object owner() {
        return endpoint();
    }

    // ------------------------------------------------------------------ who waits

    /** Refuses an operation on a closed endpoint, and one while another waits. */
    final void requireFree(Operation<?> operation) throws ClosedChannelException {
        requireOpen();
        Operation<?> waiting = waiting(operation.bit());
        if (waiting == null) {
            requireTurn(operation.bit());
        } else if (waiting != operation) {
            throw isTaken(operation.bit());
        }
    }

    /** Refuses an operation for which nobody waits yet, and which would overtake what was begun before it. */
    void requireTurn(int bit) {}

    /** An operation is about to be tried, perhaps not for the first time. */
    void looks(int bit, boolean again) {}

    private IllegalStateException isTaken(int bit) {
        String verb = verb(bit);
        String gerund = (verb.endsWith("e") ? verb.substring(0, verb.length() - 1) : verb) + "ing";
        return new IllegalStateException("Another task waits in a " + verb + " on " + Fence.textOf(endpoint())
                + "; one at a time. Await that first, or let one task do all the " + gerund
                + (bit == READ ? " and hand on what it got." : " and hand it what is to be sent."));
    }

    final void requireOpen() throws ClosedChannelException {
        if (!endpoint().isOpen()) {
            throw new EndpointClosedException(Fence.textOf(endpoint()) + " is closed");
        }
    }

    final @Nullable Operation<?> waiting(int bit) {
        return bit == WRITE ? writer : reader;
    }

    private void waits(int bit, @Nullable Operation<?> operation) {
        if (bit == WRITE) {
            writer = operation;
        } else {
            reader = operation;
        }
    }

    /** Waiting is noted first: whoever answers to the interest in place finds somebody to wake. */
    final void await(Operation<?> operation) throws ClosedChannelException {
        int bit = operation.bit();
        waits(bit, operation);
        try {
            watch(bit);
        } catch (Throwable refused) { // rethrown
            waits(bit, null);
            throw refused;
        }
    }

    /** It waits no more: it has ended, or was withdrawn. */
    final void over(Operation<?> operation) {
        int bit = operation.bit();
        if (waiting(bit) == operation) {
            waits(bit, null);
            if (bit == WRITE) {
                unwatch(bit);
            }
        }
    }

    /**
     * The endpoint is ready: whoever waits is to try again. This is what {@link Endpoint#watch} is given.
     *
     * @param ready the bits that it is ready for
     */
    @Override
    public void accept(int ready) {
        tell(ready, READ);
        tell(ready, WRITE);
    }

    private void tell(int ready, int bit) {
        if ((ready & bit) != 0) {
            Operation<?> waiting = waiting(bit);
            if (waiting != null) {
                waiting.ready();
            } else {
                unwatch(bit); // else the selector would return at once, again and again
            }
        }
    }

    /** Has whoever waits to read try again, as when something was given back that it may take. */
    public final void askReaderAgain() {
        if (reader != null) {
            reader.ready();
        }
    }

    // ------------------------------------------------------------------ what it is watched for

    /** Whether readiness will be told, though nobody waits for it. */
    final boolean isWatched(int bit) {
        return (interest & bit) != 0;
    }

    private void watchFor(int wanted) throws ClosedChannelException {
        if (registration == null) {
            registration = Objects.requireNonNull(
                    endpoint().watch(wanted, this), () -> "watch(...) of " + endpoint() + " returned null");
            interest = (byte) wanted;
        } else {
            change(registration, wanted);
        }
    }

    /** Wants to be told of readiness. */
    final void watch(int bit) throws ClosedChannelException {
        watchFor(interest | bit);
    }

    /** Gives the registration away, which watches for nothing until somebody changes that: an endpoint is watched once. */
    final Registration giveAway() throws ClosedChannelException {
        watchFor(0);
        return Objects.requireNonNull(registration);
    }

    /** Asks for less. Whoever gives something up has a result or a failure already: another one is for the log. */
    final void unwatch(int bit) {
        if (registration != null) {
            try {
                change(registration, interest & ~bit);
            } catch (Throwable failed) { // of a transport of others
                Reports.warning("The interest in " + Fence.textOf(endpoint()) + " could not be changed", failed);
            }
        }
    }

    /** The bits are noted last: what the registration has refused is not there. */
    private void change(Registration registered, int wanted) {
        if (interest != wanted) {
            registered.interest(wanted);
            interest = (byte) wanted;
        }
    }

    // ------------------------------------------------------------------ its end

    @Override
    protected final void tellReader() {
        tellOfEnd(READ);
    }

    @Override
    protected final void tellWriter() {
        tellOfEnd(WRITE);
    }

    /** Who waits is forgotten last: if there is no stack or memory to tell it, the next call tells it. */
    private void tellOfEnd(int bit) {
        Operation<?> operation = waiting(bit);
        if (operation != null) {
            operation.closed();
        }
        if (waiting(bit) == operation) { // it may have awaited something else in place
            waits(bit, null);
        }
    }
}
