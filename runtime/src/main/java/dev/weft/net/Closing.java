// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The end of a server, which is to be awaited. A closed channel keeps its port until the selector has let it go, and the
 * loop asks the selector at least every few turns: until then this looks again each turn. Loop thread only.
 */
final class Closing {
    private final EventLoop loop;
    private final Listener listener;
    private final Set<Wait> waits = new LinkedHashSet<>();
    private boolean over;

    /** Made once: to look again takes no memory. */
    private final Runnable again = this::begin;

    Closing(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** Called when the listener was closed. */
    void begin() {
        if (!listener.isReleased() && lookAgainLater()) {
            return;
        }
        over = true;
        while (!waits.isEmpty()) { // one that ends may take back others in place
            Wait next = waits.iterator().next();
            next.end();
            waits.remove(next);
        }
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

    Awaitable<Void> closed() {
        return new Wait();
    }

    private final class Wait extends SingleUse<Void> {
        @Override
        protected void begin(Waiter waiter) {
            waits.add(this);
        }

        @Override
        protected boolean tryComplete() {
            return over;
        }

        /** The end of the server has come. */
        void end() {
            complete();
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        protected void stop() {
            waits.remove(this);
        }

        @Override
        protected String operation() {
            return "closed() of " + listener;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("closed", listener.toString());
        }

        @Override
        public EventLoop loop() {
            return loop;
        }
    }
}
