// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;

/** Has what belongs to a loop believe that the calling thread runs one, so that a proof can do one step of it after the other. */
public final class BoundLoop {
    private BoundLoop() {}

    /** Binds a loop to the calling thread, unless one is. It stays, as long as the thread does. */
    public static void ensure() {
        if (EventLoop.current() == null) {
            new SimulatedEventLoop(0).binding.bind();
        }
    }
}
