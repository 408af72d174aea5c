// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.Awaitable;
import dev.weft.abi.ClosingFrame;
import dev.weft.abi.Coroutine;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The close of an {@link Ahead}, an async method written by hand: waits for all its tasks, whatever happens meanwhile, and then throws what
 * has happened.
 */
final class AheadClosing extends ClosingFrame {
    private final Ahead<?, ?> closed;
    private @Nullable Iterator<Awaitable<?>> left;
    private @Nullable Throwable failure;

    AheadClosing(Ahead<?, ?> closed) {
        super(closed);
        this.closed = closed;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        Iterator<Awaitable<?>> waitsFor = left;
        if (waitsFor == null) {
            waitsFor = closed.beginClose().iterator();
            left = waitsFor;
        } else {
            takeResult(co);
        }
        while (waitsFor.hasNext()) {
            if (await(co, waitsFor.next()) == Coroutine.SUSPENDED) {
                co.suspend(this, 1);
                return Coroutine.SUSPENDED;
            }
        }
        return end();
    }

    private void takeResult(Coroutine co) {
        try {
            co.resumed();
        } catch (Throwable thrown) { // thrown when all have ended
            failure = Failures.join(failure, thrown);
        }
    }

    private @Nullable Object await(Coroutine co, Awaitable<?> awaited) {
        try {
            return co.await(awaited);
        } catch (Throwable thrown) { // thrown when all have ended
            failure = Failures.join(failure, thrown);
            return null;
        }
    }

    private @Nullable Object end() throws Throwable {
        Throwable inSource = closed.takeFailure();
        if (inSource != null) {
            failure = Failures.join(failure, inSource);
        }
        if (failure != null) {
            throw failure;
        }
        return null;
    }
}
