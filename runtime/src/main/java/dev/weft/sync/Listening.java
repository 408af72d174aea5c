// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;

/** A wait for something that all who wait are told. It looks at the state itself, on its own thread, so a wake is no more than a hint. */
abstract class Listening<T> extends SingleUse<T> {
    private final Listeners listeners;

    Listening(Listeners listeners) {
        this.listeners = listeners;
    }

    /** What it is called: {@code changed}. */
    abstract String kind();

    /** Has whoever awaits it look. Any thread. */
    final void tell() {
        Waiter waiter = waiter();
        if (waiter != null) {
            Fence.wake(waiter, listeners);
        }
    }

    @Override
    protected final void begin(Waiter waiter) {
        listeners.add(this);
        tell(); // for it may have come meanwhile
    }

    @Override
    protected final void stop() {
        listeners.remove(this);
    }

    @Override
    protected final void usedUp() {
        listeners.remove(this);
    }

    @Override
    public final T block() {
        return EventLoop.current() != null ? super.block() : ParkedThread.block(this);
    }

    @Override
    protected final String operation() {
        return kind() + "(...) of " + listeners;
    }

    @Override
    public final WaitDescription describe() {
        return WaitDescription.of(kind(), listeners.toString()).of(listeners);
    }
}
