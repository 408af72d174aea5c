// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.abi.ClosingFrame;
import dev.weft.abi.Coroutine;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The close of an {@link Ahead}, an async method written by hand: waits for all its tasks, whatever happens meanwhile, closes the sources
 * that these have left, and then throws what has happened.
 */
final class AheadClosing extends ClosingFrame {
    private final Ahead<?, ?> closed;
    private @Nullable Iterator<? extends Awaitable<?>> left;
    private boolean haveTasksEnded;
    private @Nullable Throwable failure;

    AheadClosing(Ahead<?, ?> closed) {
        super(closed);
        this.closed = closed;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        Iterator<? extends Awaitable<?>> waitsFor = left;
        if (waitsFor == null) {
            waitsFor = closed.beginClose().iterator();
        } else {
            takeResult(co);
        }
        while (waitsFor.hasNext() || !haveTasksEnded) {
            if (!waitsFor.hasNext()) {
                haveTasksEnded = true;
                waitsFor = closed.sourcesLeft().stream()
                        .map(AsyncGenerator::closing)
                        .iterator();
            } else if (await(co, waitsFor.next()) == Coroutine.SUSPENDED) {
                left = waitsFor;
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
