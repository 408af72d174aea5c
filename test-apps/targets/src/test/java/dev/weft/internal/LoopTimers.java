// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;

/** The timers of a loop, which users cannot count. */
public final class LoopTimers {
    private LoopTimers() {}

    /** How many are set. */
    public static int setOn(EventLoop loop) {
        return ((LoopEngine) loop).timersSet();
    }
}
