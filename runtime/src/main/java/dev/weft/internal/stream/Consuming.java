// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.WaitDescription;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import org.jspecify.annotations.Nullable;

/**
 * An async method written by hand that consumes a generator, its source, and closes it however that goes, as try-with-resources does.
 *
 * @param <R> what it returns
 */
abstract class Consuming<R> extends Frame<R> {
    private static final int CLOSING = 1;

    /** The first state that is a subclass's own. */
    static final int OWN = 2;

    private @Nullable Throwable failure;

    /** Consumes, until it has to wait or has done: the result is what is asked of {@link #end}. */
    abstract @Nullable Object consume(Coroutine co) throws Throwable;

    /** The source; null if there is none yet. */
    abstract @Nullable AsyncGenerator<?> source();

    /**
     * Called before the source is closed.
     *
     * @param thrown what has ended the consumption
     */
    void closes(Coroutine co, @Nullable Throwable thrown) {}

    /** Ends, after the source was closed: returns the result, or throws. */
    abstract @Nullable Object end(@Nullable Throwable thrown) throws Throwable;

    @Override
    public final @Nullable Object resume(Coroutine co) throws Throwable {
        if (state == CLOSING) {
            return closed(co);
        }
        try {
            if (consume(co) == Coroutine.SUSPENDED) {
                return Coroutine.SUSPENDED;
            }
        } catch (Throwable thrown) { // for whoever is told the end
            failure = thrown;
        }
        return close(co);
    }

    private @Nullable Object close(Coroutine co) throws Throwable {
        closes(co, failure);
        AsyncGenerator<?> source = source();
        try {
            if (source != null && co.await(source.closing()) == Coroutine.SUSPENDED) {
                co.suspend(this, CLOSING);
                return Coroutine.SUSPENDED;
            }
        } catch (Throwable thrown) {
            failure = Failures.join(failure, thrown);
        }
        return end(failure);
    }

    private @Nullable Object closed(Coroutine co) throws Throwable {
        try {
            co.resumed();
        } catch (Throwable thrown) {
            failure = Failures.join(failure, thrown);
        }
        return end(failure);
    }

    @Override
    protected final @Nullable String sources() {
        return null;
    }

    @Override
    public final WaitDescription describe() {
        return WaitDescription.of("task", what());
    }

    /** What it does, for messages. */
    abstract String what();

    @Override
    public final String toString() {
        return "task " + what();
    }
}
