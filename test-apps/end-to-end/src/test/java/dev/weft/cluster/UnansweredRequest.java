// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.RemoteRequest;

/** A wait for the answer of another node, which never comes. */
public record UnansweredRequest(RemoteRequest request) implements Awaitable<Void> {
    @Override
    public boolean isReady() {
        return false;
    }

    @Override
    public Void result() {
        throw new IllegalStateException("There is no answer.");
    }

    @Override
    public void subscribe(Waiter waiter) {}

    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("remote", request.service(), request, WaitDescription.NO_DEADLINE);
    }
}
