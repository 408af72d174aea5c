// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.abi.Coroutine;
import dev.weft.abi.GeneratorFrame;
import org.jspecify.annotations.Nullable;

/**
 * A generator written by hand whose elements are made of those of another one, the source, in the coroutine of who consumes it. What is
 * thrown on the way closes the source first, as a try statement with the source as its resource would.
 *
 * @param <S> the type of the elements of the source
 * @param <T> the type of its own
 */
abstract class Operator<S, T> extends GeneratorFrame<T> {
    private static final int STANDING = 1;
    private static final int MOVING = 2;
    private static final int CLOSING = 3;

    private final AsyncGenerator<? extends S> source;

    /** What ended it, while the source is closed. */
    private @Nullable Throwable failure;

    Operator(AsyncGenerator<? extends S> source) {
        this.source = source;
        emittedInTry(this, STANDING); // one that is closed before it has begun closes its source too, which may have
    }

    /** Whether it gives further elements; if not, the source is closed. */
    boolean wantsMore() {
        return true;
    }

    /**
     * Looks at an element of the source.
     *
     * @return the element that comes of it; null if none does
     */
    abstract @Nullable T accept(S element);

    @Override
    protected final @Nullable Object proceed(Coroutine co) throws Throwable {
        if (state == CLOSING) {
            return sourceClosed(co);
        }
        try {
            return move(co);
        } catch (Throwable thrown) { // rethrown when the source is closed
            failure = thrown;
            return close(co);
        }
    }

    @Override
    protected final void closeWithoutWaiting() {
        source.close();
    }

    private @Nullable Object move(Coroutine co) throws Throwable {
        Object moved;
        if (state == MOVING) {
            moved = co.resumed();
        } else {
            goOn(this);
            if (!wantsMore()) {
                return close(co);
            }
            moved = co.await(source.next());
        }
        while (moved == Boolean.TRUE) {
            T made = accept(source.current());
            if (made != null) {
                emit(made, this);
                return emittedInTry(this, STANDING);
            }
            moved = co.await(source.next());
        }
        if (moved == Coroutine.SUSPENDED) {
            co.suspend(this, MOVING);
            return moved;
        }
        return AsyncGenerator.done();
    }

    private @Nullable Object close(Coroutine co) throws Throwable {
        try {
            if (co.await(source.closing()) == Coroutine.SUSPENDED) {
                co.suspend(this, CLOSING);
                return Coroutine.SUSPENDED;
            }
        } catch (Throwable thrown) {
            failure = Failures.join(failure, thrown);
        }
        return end();
    }

    private Object sourceClosed(Coroutine co) throws Throwable {
        try {
            co.resumed();
        } catch (Throwable thrown) {
            failure = Failures.join(failure, thrown);
        }
        return end();
    }

    private Object end() throws Throwable {
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
        return AsyncGenerator.done();
    }

    @Override
    protected final @Nullable String sources() {
        return null;
    }
}
