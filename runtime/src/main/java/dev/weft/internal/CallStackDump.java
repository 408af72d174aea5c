// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.List;

/** The async call stack of whoever asks, as a list and as text. */
public final class CallStackDump implements Awaitable<Void> {
    /**
     * Returns the async call stack of the calling code.
     *
     * @return the stack, innermost first
     */
    public static List<StackTraceElement> here() {
        return List.copyOf(CallStacks.running(Execution.here().current()));
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** Prints in one piece, so that no other output gets between the lines. */
    @Override
    @SuppressWarnings({"NullAway", "SystemOut"}) // Void; printing is what was asked for
    public Void result() {
        StringBuilder text = new StringBuilder();
        List<StackTraceElement> stack = here();
        for (int i = 0; i < stack.size(); i++) {
            text.append('[').append(i).append("] ").append(stack.get(i)).append(System.lineSeparator());
        }
        System.out.println(text);
        return null;
    }

    @Override
    public void subscribe(Waiter waiter) {
        waiter.wake();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }
}
