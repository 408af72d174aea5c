// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.internal.linux.Backend;
import dev.weft.internal.linux.SystemSelector;
import dev.weft.spi.Fence;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of real channels. A loop has a selector from the first channel on that it watches, and its thread parks before: a program that
 * has no channels takes no descriptors, and does not wait for the JDK to load its own.
 */
final class SelectorReadiness implements Readiness {
    /** What messages call the code that is told of readiness. */
    static final String HANDLER = "The readiness handler";

    /** Null before the first channel. Written on the loop's thread, before the flag by which others know that it waits. */
    private volatile @Nullable Selector selector;

    /** Who waits without a selector, or has. */
    private volatile @Nullable Thread parked;

    /** Whether who waits without a selector is not to. */
    private volatile boolean isWoken;

    /** What the selector has found. Handlers are called when it is done, for it can be asked nothing before: not to let go of a channel either. */
    private final List<SelectionKey> found = new ArrayList<>();

    private final Consumer<SelectionKey> find = found::add;

    SelectorReadiness() {
        Backend.prepare();
    }

    private Selector opened() {
        Selector present = selector;
        if (present != null) {
            return present;
        }
        try {
            Selector opened = Backend.open();
            selector = opened;
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
    }

    @Override
    public Registration watch(Watched what, int interest, IntConsumer onReady) throws ClosedChannelException {
        if (what instanceof Watched.Channel watched) {
            return watch(watched.channel(), interest, onReady);
        }
        throw new UnsupportedOperationException("A selector watches channels of java.nio, and not " + what
                + ". Watch the channel that the descriptor belongs to.");
    }

    private Registration watch(SelectableChannel channel, int interest, IntConsumer onReady)
            throws ClosedChannelException {
        Selector selector = opened();
        SelectionKey before = channel.keyFor(selector);
        try {
            if (before != null && before.isValid()) {
                return new KeyRegistration(before, SharedWatch.of(before).add(onReady, interest));
            }
            if (before != null && channel.isOpen()) {
                select(selector, -1, stillReady -> {}); // lets go of it; the next time tells again of what is ready
            }
            return new KeyRegistration(channel.register(selector, interest, onReady), null);
        } catch (CancelledKeyException closed) { // by another thread
            throw new ClosedChannelException();
        } catch (IllegalBlockingModeException blocking) {
            throw new IllegalStateException(
                    channel + " is in blocking mode. Call configureBlocking(false) before it is watched.", blocking);
        } catch (IllegalSelectorException foreign) {
            throw new IllegalArgumentException(
                    channel + " was made by another selector provider, " + channel.provider() + ".", foreign);
        } catch (IllegalArgumentException wrong) {
            throw notForThis(channel, interest, wrong);
        }
    }

    static IllegalArgumentException notForThis(
            SelectableChannel channel, int interest, IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "the interest " + interest + " is nothing that " + channel + " can be ready for: its bits are among "
                        + channel.validOps(),
                cause);
    }

    /** A system call, which a loop without channels has no use for. */
    @Override
    public void poll() {
        Selector present = selector;
        if (present != null && isWatching()) {
            select(present, -1, find);
            tellFound();
        }
    }

    @Override
    public boolean isWatching() {
        Selector present = selector;
        return present != null && !present.keys().isEmpty();
    }

    @Override
    public void await(long nanos) {
        Selector present = selector;
        if (present == null) {
            park(nanos);
        } else {
            await(present, nanos);
            tellFound();
        }
    }

    private void park(long nanos) {
        parked = Thread.currentThread(); // before the look: who wakes it does both in the other order
        if (!isWoken) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        isWoken = false;
    }

    /** Rounds up to the milliseconds of the JDK's selector, so that the loop does not spin before a deadline. */
    private void await(Selector present, long nanos) {
        if (present instanceof SystemSelector precise) {
            precise.selectWithin(nanos, find);
        } else {
            boolean forever = nanos == Long.MAX_VALUE;
            select(present, forever ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1), find);
        }
    }

    private static void select(Selector selector, long millis, Consumer<SelectionKey> onFound) {
        try {
            if (millis < 0) {
                selector.selectNow(onFound);
            } else {
                selector.select(onFound, millis);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    private void tellFound() {
        try {
            for (int i = 0; i < found.size(); i++) {
                dispatch(found.get(i));
            }
        } finally {
            found.clear(); // a selector tells again of what is ready still
        }
    }

    private static void dispatch(SelectionKey key) {
        try {
            int ready = key.isValid() ? key.readyOps() & key.interestOps() : 0;
            if (ready != 0) { // a handler before this one may have taken its interest back
                ((IntConsumer) key.attachment()).accept(ready);
            }
        } catch (Throwable thrown) { // a handler's failure must not stop the others, nor the loop
            Fence.failed(HANDLER, handlerOf(key), key.channel(), thrown);
        }
    }

    private static Object handlerOf(SelectionKey key) {
        Object handler = key.attachment();
        return handler == null ? key : handler;
    }

    @Override
    public void wakeUp() {
        Selector present = selector;
        if (present != null) {
            present.wakeup();
        } else {
            isWoken = true;
            LockSupport.unpark(parked);
        }
    }

    @Override
    public void leaveThread() {
        if (selector instanceof SystemSelector own) {
            own.leaveThread();
        }
    }

    @Override
    public void close() {
        try {
            Selector present = selector;
            if (present != null) {
                present.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the selector", e);
        }
    }
}
