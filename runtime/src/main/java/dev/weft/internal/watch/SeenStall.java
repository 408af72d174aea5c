// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stall of a loop, for those who keep what happens.
 *
 * @param loop the number of the loop
 * @param thread the name of its thread
 * @param task the name of the task whose step holds it up; null for an action, or for many steps
 * @param stack the async call stack that was seen, innermost first
 * @param nanos how long it has lasted
 * @param isOver false while it lasts
 */
public record SeenStall(
        int loop, String thread, @Nullable String task, List<StackTraceElement> stack, long nanos, boolean isOver) {
    static SeenStall of(int loop, Stall stall, Sight sight) {
        boolean isOver = stall.phase() == Stall.Phase.ENDS;
        String task = stall.of() == Stall.Of.TURN ? null : sight.task();
        return new SeenStall(loop, sight.thread(), task, sight.lines(), stall.nanos(), isOver);
    }
}
