// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.Registration;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.io.Transport;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection that its owner has closed: sends what was written, and close_notify, and waits a moment until the peer has gone,
 * too. A socket that is closed with bytes unread, such as a ticket that a server sends by itself, is reset, and the peer loses what it has
 * not read yet. Loop thread only.
 */
final class Farewell {
    /** How long the peer has for it. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Transport inner;
    private final Registration watch;
    private final SSLEngine engine;
    private final Incoming incoming;
    private final Outgoing outgoing;

    /** Null where nothing is waited for. */
    private @Nullable Runnable notAtClose;

    private @Nullable Awaitable<Void> limit;
    private final Waiter tooLate = this::over;
    private boolean isShut;

    Farewell(Transport inner, Registration watch, SSLEngine engine, Incoming incoming, Outgoing outgoing) {
        this.inner = inner;
        this.watch = watch;
        this.engine = engine;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    void begin() {
        try {
            outgoing.end();
        } catch (IOException gone) { // the peer, and so nobody hears it
            over();
            return;
        }
        goOn();
        if (inner.isOpen()) {
            waitForPeer();
        }
    }

    /** The loop that closes waits for nobody. */
    private void waitForPeer() {
        try {
            inner.loop().post(this::setLimit);
            notAtClose = inner.loop().onClose(this::over);
        } catch (IllegalStateException closed) {
            over();
        }
    }

    /** In a turn of its own, where no coroutine runs: that would be the one who waits. */
    private void setLimit() {
        if (inner.isOpen()) {
            limit = Weft.sleep(LIMIT);
            limit.subscribe(tooLate);
        }
    }

    /** Something has become ready. */
    void goOn() {
        try {
            boolean isSent = outgoing.flushRecords();
            if (isSent && !isShut) {
                isShut = true;
                inner.shutdownOutput();
            }
            if (incoming.skip() || (isSent && engine.isInboundDone())) {
                over();
            } else {
                watch.interest(SelectionKey.OP_READ | (isSent ? 0 : SelectionKey.OP_WRITE));
            }
        } catch (IOException gone) {
            over();
        }
    }

    /** Lets go at once. Idempotent. */
    void over() {
        if (limit != null) {
            limit.withdraw(tooLate);
            limit = null;
        }
        if (notAtClose != null) {
            notAtClose.run();
            notAtClose = null;
        }
        try {
            inner.close();
        } catch (IOException ignored) { // nobody is left to be told
            return;
        }
    }
}
