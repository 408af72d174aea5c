// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.debug.FrameInfo;
import dev.weft.internal.stack.ThreadStack;
import java.util.List;

/** The Java stack of a thread that works for a task. */
final class PoolStack {
    private PoolStack() {}

    /** Takes it. Without internal frames it ends where the runtime has called. */
    static List<FrameInfo> of(Thread thread, boolean internal) {
        return new ThreadStack(thread.getStackTrace(), internal)
                .aboveRuntime().stream()
                        .map(line -> FrameInfo.of(line, FrameInfo.Kind.RUNNING))
                        .toList();
    }
}
