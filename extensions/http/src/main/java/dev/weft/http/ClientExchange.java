// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;

/** That of the body of a response. */
final class ClientExchange extends Exchange {
    ClientExchange(Input input) {
        super(input, "server");
    }

    @Override
    Task<Void> continues() {
        return Task.done();
    }

    @Override
    boolean isExpected() {
        return false;
    }

    @Override
    void progresses(boolean isOver) {}
}
