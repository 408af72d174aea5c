// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.Trampoline;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that knows its place among others, so that its call stack goes on past its own frames. All that call stacks and traces see of
 * the runtime's coroutines are these six methods, and what {@link Coroutine} says of frames.
 */
public abstract class TracedCoroutine extends Trampoline {
    /** For the kinds of coroutine in the runtime. */
    protected TracedCoroutine() {}

    /**
     * Returns a coroutine that cannot go on before this one ends.
     *
     * @return one that waits for it, or null
     */
    protected abstract @Nullable TracedCoroutine awaiter();

    /**
     * Returns the thread on whose Java stack this one waits, for a debugger (decision 48).
     *
     * @return the thread; null if it waits on the heap, as it does but for a debugger
     */
    protected @Nullable Thread ownThread() {
        return null;
    }

    /**
     * Returns the line that spawned this one.
     *
     * @return the line; null if nobody knows it
     */
    protected abstract @Nullable StackTraceElement site();

    /**
     * Returns the coroutines that are below this one on the Java stack of the calling thread, because each started the next in the middle
     * of its own step.
     *
     * @return those below it, the nearest first
     */
    protected abstract Iterator<? extends TracedCoroutine> outer();

    /**
     * Returns how many steps of others are above this one's step on the Java stack of the calling thread, because it started the first of
     * them in the middle of its own.
     *
     * @return the number; 0 for the coroutine whose code calls
     */
    protected abstract int stepsAbove();

    /**
     * Says whether the code below this one on the Java stack of the calling thread has started it, and goes on after its step. Otherwise
     * that is a loop, or somebody who has woken it.
     *
     * @return true if it has been called
     */
    protected abstract boolean isCalled();

    /**
     * Returns the code that runs the loop by which this one's step was called.
     *
     * @return the code below the loop on the Java stack, innermost first; empty if there is none
     */
    protected abstract List<StackTraceElement> runner();

    @Override
    protected final CancellationException cancellation(Object by) {
        return new AsyncCancellation(by);
    }

    @Override
    protected final void addCallers(
            Throwable thrown, @Nullable Frame<?> left, @Nullable Frame<?> callers, @Nullable Coroutine awaited) {
        AsyncTrace.addCallers(thrown, left, callers, this, traced(awaited));
    }

    @Override
    protected final void addCallersHere(Throwable thrown, @Nullable Coroutine awaited) {
        AsyncTrace.addCallersHere(thrown, this, traced(awaited));
    }

    @Override
    protected final void addCallersResumed(Throwable thrown, @Nullable Coroutine awaited) {
        AsyncTrace.addCallersResumed(thrown, this, traced(awaited));
    }

    private static @Nullable TracedCoroutine traced(@Nullable Coroutine coroutine) {
        return coroutine instanceof TracedCoroutine traced ? traced : null;
    }
}
