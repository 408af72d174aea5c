// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;
import java.nio.channels.SelectionKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/** One direction in which a channel gets ready, and who waits for that. Loop thread only. */
final class Readying {
    private final ChannelReadiness home;
    private final String kind;
    private final IntSupplier bit;
    private final Set<Wait> waits = new LinkedHashSet<>();

    /** Whether it is watched though nobody waits: an edge is to be noticed. */
    private boolean keepsWatch;

    /** Whether an edge has been noticed and told to nobody. */
    private boolean edge;

    Readying(ChannelReadiness home, String kind, IntSupplier bit) {
        this.home = home;
        this.kind = kind;
        this.bit = bit;
    }

    Awaitable<Void> level() {
        requirePossible();
        return new Wait(false);
    }

    Awaitable<Void> edge() {
        requirePossible();
        return new Wait(true);
    }

    private void requirePossible() {
        if (bit.getAsInt() == 0) {
            throw new UnsupportedOperationException(
                    Fence.textOf(home) + " is never " + kind + ", for the channel goes one way");
        }
    }

    /** What the channel is to be watched for on behalf of this. */
    int interest() {
        return keepsWatch || !waits.isEmpty() ? bit.getAsInt() : 0;
    }

    /** The channel is ready. An edge that is noticed while nobody waits for one is kept, and not watched for until somebody asks. */
    void ready(int bits) {
        int wanted = bit.getAsInt();
        if ((bits & wanted) == 0) {
            return;
        }
        List<Wait> told = List.copyOf(waits);
        if (told.stream().noneMatch(wait -> wait.forEdge)) {
            edge |= keepsWatch;
            keepsWatch = false;
        } else if (wanted == SelectionKey.OP_CONNECT) {
            keepsWatch = false; // there is one outcome, and the selector would spin over it
        }
        told.forEach(Wait::end);
    }

    void closed() {
        for (Wait wait : List.copyOf(waits)) {
            wait.closed();
        }
    }

    private ClosedWhileWaitingException closedWhileWaiting() {
        return new ClosedWhileWaitingException(Fence.textOf(home) + " was closed, for which a " + kind + "() waits");
    }

    private final class Wait extends SingleUse<Void> {
        private final boolean forEdge;

        Wait(boolean forEdge) {
            this.forEdge = forEdge;
        }

        @Override
        protected boolean tryComplete() throws ClosedWhileWaitingException {
            if (home.isClosed()) {
                throw closedWhileWaiting();
            }
            boolean isThere = forEdge && edge && waiter() == null;
            if (isThere) {
                edge = false;
            }
            return isThere;
        }

        @Override
        protected void begin(Waiter waiter) {
            if (home.isClosed()) {
                fail(closedWhileWaiting());
                return;
            }
            keepsWatch |= forEdge;
            waits.add(this);
            home.watch();
        }

        void end() {
            waits.remove(this);
            complete();
        }

        void closed() {
            waits.remove(this);
            fail(closedWhileWaiting());
        }

        @Override
        protected void stop() {
            if (waits.remove(this)) {
                home.watch();
            }
        }

        /** An edge that nobody gets is there for the next. */
        @Override
        public void discard(Void nothing) {
            edge |= forEdge;
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        protected String operation() {
            return kind + (forEdge ? "Edge()" : "()") + " of " + Fence.textOf(home);
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of(kind, home.toString());
        }

        @Override
        public EventLoop loop() {
            return home.loop();
        }
    }
}
