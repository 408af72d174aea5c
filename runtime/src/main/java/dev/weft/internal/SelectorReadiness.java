// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.spi.Fence;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Readiness of real channels. */
final class SelectorReadiness implements Readiness {
    private final Selector selector;
    private final Consumer<SelectionKey> dispatch = SelectorReadiness::dispatch;

    SelectorReadiness() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
    }

    @Override
    public Registration watch(Watched what, int interest, IntConsumer onReady) throws ClosedChannelException {
        if (what instanceof Watched.Channel watched) {
            return new KeyRegistration(watched.channel().register(selector, interest, onReady));
        }
        throw new UnsupportedOperationException("A selector watches channels of java.nio, and not " + what
                + ". Watch the channel that the descriptor belongs to.");
    }

    /** A system call, which a loop without channels has no use for. */
    @Override
    public void poll() {
        if (!selector.keys().isEmpty()) {
            select(-1);
        }
    }

    /** Rounds up to the selector's milliseconds, so that the loop does not spin before a deadline. */
    @Override
    public void await(long nanos) {
        boolean forever = nanos == Long.MAX_VALUE;
        select(forever ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1));
    }

    private void select(long millis) {
        try {
            if (millis < 0) {
                selector.selectNow(dispatch);
            } else {
                selector.select(dispatch, millis);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    private static void dispatch(SelectionKey key) {
        try {
            if (key.isValid()) {
                ((IntConsumer) key.attachment()).accept(key.readyOps());
            }
        } catch (Throwable thrown) { // a handler's failure must not stop the others, nor the loop
            Fence.failed("The readiness handler", handlerOf(key), key.channel(), thrown);
        }
    }

    private static Object handlerOf(SelectionKey key) {
        Object handler = key.attachment();
        return handler == null ? key : handler;
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the selector", e);
        }
    }

    private record KeyRegistration(SelectionKey key) implements Registration {
        @Override
        public int interest() {
            return key.isValid() ? key.interestOps() : 0;
        }

        @Override
        public void interest(int interest) {
            if (key.isValid() && key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }

        @Override
        public void cancel() {
            key.cancel();
        }
    }
}
