// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.nio.channels.SelectionKey;

/** A wait until no more than so much is left of what a {@link StreamWriter} had been given when it began. Loop thread only. */
final class Drained extends SingleUse<Void> {
    /** Not known before somebody asks. */
    private static final long UNKNOWN = -1;

    private final Backlog backlog;
    private final StreamDuplex duplex;
    private final String method;
    private final int mark;

    /** Whether the output ends behind it. */
    private final boolean ends;

    /** Until how many bytes are sent, of all that were ever given. */
    private long target = UNKNOWN;

    Drained(Backlog backlog, String method, int mark, boolean ends) {
        this.backlog = backlog;
        this.duplex = backlog.duplex();
        this.method = method;
        this.mark = mark;
        this.ends = ends;
    }

    @Override
    protected boolean tryComplete() throws IOException {
        if (target == UNKNOWN) {
            target = Math.max(0, backlog.given() - mark);
            if (ends) {
                backlog.refuseMore();
            }
        }
        if (backlog.sent() < target) {
            backlog.begin();
        }
        return isReached();
    }

    private boolean isReached() throws IOException {
        backlog.throwFailure();
        boolean reached = backlog.sent() >= target;
        if (reached && ends) {
            backlog.endOutput();
        }
        return reached;
    }

    @Override
    protected void begin(Waiter waiter) {
        backlog.add(this);
        look(); // something may have happened since it was asked
    }

    /** Something was sent, or has failed. */
    void look() {
        try {
            if (isReached()) {
                backlog.remove(this);
                complete();
            }
        } catch (Throwable failed) { // for whoever awaits this
            backlog.remove(this);
            fail(failed);
        }
    }

    @Override
    protected void stop() {
        backlog.remove(this);
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected String operation() {
        return method + "() of " + backlog;
    }

    @Override
    public WaitDescription describe() {
        Endpoint endpoint = duplex.endpoint();
        return new WaitDescription(
                duplex.verb(SelectionKey.OP_WRITE),
                endpoint.identity() + ", " + backlog.pending() + " bytes left",
                endpoint.peer(),
                WaitDescription.NO_DEADLINE);
    }

    @Override
    public EventLoop loop() {
        return duplex.endpoint().loop();
    }
}
