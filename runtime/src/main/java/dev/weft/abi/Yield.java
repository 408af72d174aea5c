// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Lapse;
import java.util.Objects;

/**
 * The awaitable that lets everything else that is ready run first. It is always ready and holds nothing, so one serves all: the coroutine
 * knows it, and gives way before it goes on.
 */
public final class Yield implements Awaitable<Void>, Lapse {
    /** The only instance. */
    public static final Yield NOW = new Yield();

    private Yield() {}

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    public Void result() {
        return null;
    }

    @Override
    public void subscribe(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        waiter.wake();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        return true;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("yield", "");
    }
}
