// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;

/**
 * The end of a server, which is to be awaited. A closed channel keeps its port until the selector has let it go, and the
 * loop asks the selector at least every few turns: until then this looks again each turn. Loop thread only.
 */
final class Closing {
    private final EventLoop loop;
    private final Listener listener;
    private final Waits waits;

    /** What the server's own task waits for. */
    private final Waits accepting;

    private boolean over;

    /** Made once: to look again takes no memory. */
    private final Runnable again = this::begin;

    Closing(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
        this.waits = new Waits(loop, listener, "closed", this::isOver);
        this.accepting = new Waits(loop, listener, "accept", this::isOver);
    }

    /** Called when the listener was closed. */
    void begin() {
        if (!listener.isReleased() && lookAgainLater()) {
            return;
        }
        over = true;
        waits.end();
        accepting.end();
    }

    /** False if the loop is closed: it lets go of every channel itself. */
    private boolean lookAgainLater() {
        try {
            loop.post(again);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    boolean isOver() {
        return over;
    }

    Awaitable<Void> accepting() {
        return accepting.one();
    }

    Awaitable<Void> closed() {
        return waits.one();
    }
}
