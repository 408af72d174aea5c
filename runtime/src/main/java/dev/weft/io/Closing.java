// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.LoopThread;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a server, which is to be awaited. A closed channel keeps its port until the selector has let it go, and the
 * loop asks the selector at least every few turns: until then this looks again each turn. Loop thread only.
 */
final class Closing {
    private final EventLoop loop;
    private final SelectableChannel channel;
    private final String identity;
    private final List<Waiter> waiters = new ArrayList<>();
    private boolean over;

    Closing(EventLoop loop, SelectableChannel channel, String identity) {
        this.loop = loop;
        this.channel = channel;
        this.identity = identity;
    }

    /** Called when the channel was closed. */
    void begin() {
        if (channel.isRegistered() && lookAgainLater()) {
            return;
        }
        over = true;
        List.copyOf(waiters).forEach(Waiter::wake);
        waiters.clear();
    }

    /** False if the loop is closed: it lets go of every channel itself. */
    private boolean lookAgainLater() {
        try {
            loop.post(this::begin);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    Awaitable<Void> closed() {
        return new Wait();
    }

    private final class Wait implements Awaitable<Void> {
        @Override
        public boolean isReady() {
            LoopThread.require(loop, "closed()", identity);
            return over;
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        public Void result() {
            return null;
        }

        @Override
        public void subscribe(Waiter newWaiter) {
            LoopThread.require(loop, "closed()", identity);
            waiters.add(newWaiter);
        }

        @Override
        public boolean withdraw(Waiter withdrawn) {
            waiters.remove(withdrawn);
            return true;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("closed", identity);
        }

        @Override
        public EventLoop loop() {
            return loop;
        }
    }
}
