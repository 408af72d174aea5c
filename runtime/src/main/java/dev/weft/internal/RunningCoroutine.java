// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.SourceLocation;
import org.jspecify.annotations.Nullable;

/** What the kinds of coroutine share: their place among others, by which stacks go on past the coroutine's own frames. */
abstract class RunningCoroutine extends Coroutine {
    /** Returns a coroutine that cannot go on before this one ends; null if none waits. */
    abstract @Nullable RunningCoroutine awaiter();

    /** Returns the coroutine that spawned this one; null if none did, or it has ended. */
    abstract @Nullable RunningCoroutine spawner();

    /** Returns where it was spawned; null if nobody knows. */
    abstract @Nullable SourceLocation site();

    /** Runs a step on this thread, in the middle of the step of another coroutine if there is one. */
    final void stepNested(Execution execution) {
        RunningCoroutine outer = execution.enter(this);
        try {
            step();
        } finally {
            execution.leaveTo(outer);
        }
    }

    @Override
    protected final void addCallers(Throwable thrown, @Nullable Frame<?> callers) {
        AsyncTrace.addCallers(thrown, callers, this);
    }

    @Override
    protected final void addCallersHere(Throwable thrown) {
        AsyncTrace.addCallersHere(thrown, this);
    }
}
