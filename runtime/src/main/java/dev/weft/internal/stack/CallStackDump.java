// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.List;
import java.util.function.Supplier;

/** An awaitable, ready at any time, that prints the async call stack of whoever awaits it. */
public final class CallStackDump implements Awaitable<Void> {
    private final Supplier<List<StackTraceElement>> stack;

    /**
     * Makes the awaitable, which takes the stack when it is awaited.
     *
     * @param stack gives the async call stack of the calling code, innermost first
     */
    public CallStackDump(Supplier<List<StackTraceElement>> stack) {
        this.stack = stack;
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
        List<StackTraceElement> lines = stack.get();
        for (int i = 0; i < lines.size(); i++) {
            text.append('[').append(i).append("] ").append(lines.get(i)).append(System.lineSeparator());
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
