// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.CallableOp;
import dev.weft.ContextKey;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.abi.ColdFrames;
import dev.weft.abi.StageAwait;
import dev.weft.internal.stack.CallStacks;
import org.jspecify.annotations.Nullable;

/** What context keys ask of the calling code's coroutine, or of its thread where none runs. */
public final class Contexts {
    private Contexts() {}

    /**
     * Finds what a key is bound to.
     *
     * @param key the key
     * @return the value, or null
     */
    public static @Nullable Object find(ContextKey<?> key) {
        return Bindings.areUnused() ? null : Bindings.find(Execution.here().bindings(), key);
    }

    /**
     * Implements {@link ContextKey#callWhere}.
     *
     * @param key what to bind
     * @param value to what
     * @param code what to run
     * @return what the code returns
     * @param <R> the type of the result
     * @param <X> the exceptions of the code
     * @throws X as the code throws it
     */
    public static <R, X extends Exception> R callWhere(ContextKey<?> key, Object value, CallableOp<R, X> code)
            throws X {
        Execution here = Execution.here();
        RunningCoroutine running = here.current();
        Bindings outer = here.bindings();
        bind(here, running, Bindings.with(outer, key, value));
        R result;
        try {
            result = code.call();
        } finally {
            bind(here, running, outer);
        }
        if (result instanceof Awaitable<?> cold && isStartedByAwait(cold)) {
            ColdFrames.giveUp(cold);
            throw hasNotStarted(key, cold);
        }
        return result;
    }

    /** Whether it is one of Weft that runs nothing before somebody awaits it. Of an awaitable of the user's nobody knows. */
    private static boolean isStartedByAwait(Awaitable<?> awaitable) {
        boolean runs = awaitable instanceof ScheduledTask
                || awaitable instanceof StageAwait
                || awaitable instanceof CompletedTask;
        return !runs && CallStacks.isMachinery(awaitable.getClass());
    }

    private static IllegalStateException hasNotStarted(ContextKey<?> key, Awaitable<?> cold) {
        boolean isTask = cold instanceof Task;
        return new IllegalStateException(
                "callWhere(...) of the context key \"" + key + "\" was given code that returns "
                        + (isTask ? cold : "an awaitable (" + cold.describe().kind() + ")")
                        + ", which has not started, and would run where the key is not bound."
                        + " For async code use where(...): await(key.where(value, () -> "
                        + (isTask ? "...))." : "Task.of(await(...))))."));
    }

    private static void bind(Execution here, @Nullable RunningCoroutine running, @Nullable Bindings bindings) {
        if (running == null) {
            here.own = bindings;
        } else {
            running.bind(bindings);
        }
    }
}
