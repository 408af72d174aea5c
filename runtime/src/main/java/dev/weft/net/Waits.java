// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Those who wait until something of a server is over, each by an awaitable of its own. Loop thread only. */
final class Waits {
    private final EventLoop loop;
    private final Object server;
    private final String kind;
    private final BooleanSupplier isOver;
    private final Set<Wait> waits = new LinkedHashSet<>();

    /**
     * Makes one for which nobody waits yet.
     *
     * @param server whose it is, for messages
     * @param kind how a dump calls the wait, which is also the name of the method that gives it
     * @param isOver whether there is nothing to wait for
     */
    Waits(EventLoop loop, Object server, String kind, BooleanSupplier isOver) {
        this.loop = loop;
        this.server = server;
        this.kind = kind;
        this.isOver = isOver;
    }

    Awaitable<Void> one() {
        return new Wait();
    }

    /** It is over. */
    void end() {
        while (!waits.isEmpty()) { // one that ends may take back others in place
            Wait next = waits.iterator().next();
            next.end();
            waits.remove(next);
        }
    }

    private final class Wait extends SingleUse<Void> {
        @Override
        protected void begin(Waiter waiter) {
            waits.add(this);
        }

        @Override
        protected boolean tryComplete() {
            return isOver.getAsBoolean();
        }

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
            return kind + "() of " + server;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of(kind, server.toString());
        }

        @Override
        public EventLoop loop() {
            return loop;
        }
    }
}
