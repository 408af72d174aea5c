// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/** A read of a connection that says in dumps which request waits for it. */
record ResponseRead(Awaitable<byte[]> read, Progress progress) implements Awaitable<byte[]> {
    @Override
    public boolean isReady() {
        return read.isReady();
    }

    @Override
    public byte[] result() throws Exception {
        return read.result();
    }

    @Override
    public void subscribe(Waiter waiter) {
        read.subscribe(waiter);
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return read.withdraw(waiter);
    }

    @Override
    public void discard(byte[] result) {
        read.discard(result);
    }

    @Override
    public WaitDescription describe() {
        return progress.describe(read.describe().deadlineNanos());
    }

    @Override
    public @Nullable EventLoop loop() {
        return read.loop();
    }
}
