// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An async method as the weaver would leave it, for a module that has none: a function of the step and of what the last
 * await gave. What it returns is awaited if it is an {@link Awaitable} or a stage, and is the result otherwise.
 */
public final class Script<T> extends Frame<T> {
    private final Body body;
    private final @Nullable String sources;
    private int step;

    private Script(@Nullable String sources, Body body) {
        this.sources = sources;
        this.body = body;
    }

    /** The code, which tells its awaits apart by their number from 0. */
    public interface Body {
        @Nullable
        Object run(int step, Last last) throws Throwable;
    }

    /** What an await gave. */
    public record Last(@Nullable Object value, @Nullable Throwable failure) {
        /** Goes on as code without a catch does. */
        public @Nullable Object get() throws Throwable {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    public static <T> Script<T> of(Body body) {
        return new Script<>(null, body);
    }

    /** One await, then its result. */
    public static <T> Script<T> awaiting(Awaitable<T> awaitable) {
        return of((step, last) -> step == 0 ? awaitable : last.get());
    }

    /** As {@link #awaiting}, with the constant of the weaver for its places. */
    public static <T> Script<T> awaiting(String sources, Awaitable<T> awaitable) {
        return new Script<>(sources, (step, last) -> step == 0 ? awaitable : last.get());
    }

    /** Code with places. */
    public static <T> Script<T> at(String sources, Body body) {
        return new Script<>(sources, body);
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        Last last = state > 0 ? resumed(co) : new Last(null, null);
        while (true) {
            Object next = body.run(step++, last);
            if (!(next instanceof Awaitable<?> || next instanceof CompletionStage<?>)) {
                return next;
            }
            last = await(co, next);
            if (last.value == Coroutine.SUSPENDED) {
                co.suspend(this, 1);
                return last.value;
            }
        }
    }

    private static Last resumed(Coroutine co) {
        try {
            return new Last(co.resumed(), null);
        } catch (Throwable thrown) {
            return new Last(null, thrown);
        }
    }

    private static Last await(Coroutine co, Object what) {
        try {
            return new Last(
                    what instanceof CompletionStage<?> stage ? co.await(stage) : co.await((Awaitable<?>) what), null);
        } catch (Throwable thrown) {
            return new Last(null, thrown);
        }
    }

    @Override
    protected @Nullable String sources() {
        return sources;
    }
}
