// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.abi.ColdFrames;
import dev.weft.abi.Frame;
import java.util.List;

/** The awaitables that an operation was given and has not started, when the operation is cancelled before it began. */
final class Unstarted {
    private Unstarted() {}

    /** Gives them all up. False, and nothing done, if one of them runs already: the cancellation has to reach that one. */
    static boolean giveUp(List<? extends Awaitable<?>> parts) {
        boolean idle = parts.stream().allMatch(part -> part instanceof Frame<?> || part.isReady());
        if (idle) {
            parts.forEach(ColdFrames::giveUp);
        }
        return idle;
    }
}
