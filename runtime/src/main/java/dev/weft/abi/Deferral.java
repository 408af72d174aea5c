// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/** What a body is called with, in place of a frame, that is to make its own, defer it and return: a frame whose state no other has there. */
final class Deferral extends Frame<Void> {
    /** The only instance, in state 0. */
    static final Frame<?> NOW = new Deferral();

    private Deferral() {}

    @Override
    public @Nullable Object resume(Coroutine co) {
        throw new AssertionError("nothing to run");
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
