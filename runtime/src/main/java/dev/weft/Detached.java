// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that no loop runs: that of an async method that returns a stage, or of {@link Awaitable#toCompletableFuture()}, on a thread
 * without an event loop. It goes on with whichever thread completes what it awaits. {@link Weft#detached()} lists them.
 *
 * @param name which one it is, for a person to recognise
 * @param callStack where it is suspended, the innermost line first; empty while it runs
 * @param waitsFor what it waits for; null while it runs
 */
public record Detached(
        String name,
        List<StackTraceElement> callStack,
        @Nullable WaitDescription waitsFor) {
    /**
     * Copies the stack, and refuses a missing name or stack.
     *
     * @param name see {@link #name}
     * @param callStack see {@link #callStack}
     * @param waitsFor see {@link #waitsFor}
     */
    public Detached {
        Objects.requireNonNull(name, "name");
        callStack = List.copyOf(Objects.requireNonNull(callStack, "callStack"));
    }
}
