// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/** The wait for a signal: to receive from a channel, which a dump has to tell from one that other tasks fill. */
final class NextSignal implements Awaitable<String> {
    private final String name;
    private final Awaitable<String> received;

    NextSignal(String name, Awaitable<String> received) {
        this.name = name;
        this.received = received;
    }

    @Override
    public boolean isReady() {
        return received.isReady();
    }

    @Override
    public String result() throws Exception {
        return received.result();
    }

    @Override
    public void subscribe(Waiter waiter) {
        received.subscribe(waiter);
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return received.withdraw(waiter);
    }

    @Override
    public void discard(String signal) {
        received.discard(signal);
    }

    @Override
    public @Nullable EventLoop loop() {
        return received.loop();
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("signal", "SIG" + name);
    }
}
