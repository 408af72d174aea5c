// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.internal.CancelRequest;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link Group} is from its end, and who has asked its members to end.
 *
 * <pre>
 * phase     means                                                 next
 * OPEN      children can be spawned                               ENDING when one fails or all are cancelled, CLOSED when none is left
 * ENDING    the members were cancelled, and no second time        CLOSED when none is left
 * CLOSED    there is nothing left to wait for, or nobody waits
 * </pre>
 */
final class Ending {
    private enum Phase {
        OPEN,
        ENDING,
        CLOSED
    }

    private Phase phase = Phase.OPEN;

    /** Who has asked the members to end. */
    private @Nullable CancelRequest request;

    /** Whether members are to be asked yet. */
    private boolean isDue;

    /** An exception by which a member has delivered the request. */
    private @Nullable Throwable delivered;

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean isUnderWay() {
        return phase == Phase.ENDING;
    }

    boolean isOver() {
        return phase == Phase.CLOSED;
    }

    void requireOpen() {
        if (phase != Phase.OPEN) {
            throw phase == Phase.ENDING ? Refusals.ending(request) : Refusals.ended();
        }
    }

    /** The members are to be asked to end, unless they were: a second request would disturb the unwinding. */
    void begin(CancelRequest by) {
        if (phase == Phase.OPEN) {
            phase = Phase.ENDING;
            request = by;
            isDue = true;
        }
    }

    /** Whoever waits for the members asks them. */
    void askedBy(CancelRequest by) {
        request = by;
        if (phase == Phase.OPEN) {
            phase = Phase.ENDING;
        }
    }

    /** Returns the request if it is to be made now, and no second time: a member that waits for the group looks again. */
    @Nullable
    CancelRequest takeDue() {
        boolean taken = isDue;
        isDue = false;
        return taken ? request : null;
    }

    /** The request is to be made once more. */
    void askAgain() {
        isDue = true;
    }

    void end() {
        phase = Phase.CLOSED;
    }

    /** A member has ended as it was asked to, by an exception. */
    void deliveredBy(Throwable failure) {
        if (request != null && request.isDeliveredBy(failure)) {
            delivered = failure;
        }
    }

    /** The exception that a member has ended with by a request, so that a chain unwinds with one; else a new one. */
    Throwable cancellation(CancelRequest by) {
        Throwable known = delivered;
        return known != null && by.isDeliveredBy(known) ? known : new CancellationException(by.toString());
    }

    @Override
    public String toString() {
        return phase.toString();
    }
}
