// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.WaitDescription;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.SpawnedTask;
import java.util.concurrent.CancellationException;
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

    /** Called before the source is closed. Says whether its task has been told to end, and not only its source has ended. */
    boolean closesToEnd() {
        return false;
    }

    /** Called when a cancellation has come to the task while it closed the source. */
    void wasBrokenOff(CancellationException by) {}

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
        if (closesToEnd() && ((SpawnedTask<?>) co).hasStandingRequest()) {
            takeRequestsBack(co); // they are not for the finally blocks of the source
        }
        AsyncGenerator<?> source = source();
        try {
            if (source != null && co.await(source.closing()) == Coroutine.SUSPENDED) {
                co.suspend(this, CLOSING);
                return Coroutine.SUSPENDED;
            }
        } catch (Throwable thrown) {
            closeFailed(thrown);
        }
        return end(failure);
    }

    /** Called with each element of the source. One that has caught a cancellation, and gone on, has ended what was asked. */
    static void hasElement(Coroutine co) {
        SpawnedTask<?> task = (SpawnedTask<?>) co;
        if (task.cancelling() > 0 && !task.hasStandingRequest()) {
            takeRequestsBack(co);
        }
    }

    private static void takeRequestsBack(Coroutine co) {
        while (((SpawnedTask<?>) co).uncancel() > 0) {
            // the next one
        }
    }

    /**
     * Cancels a task that consumes, unless it was cancelled and ends by that, whoever has asked: a second request would break off the
     * finally blocks of the source.
     */
    static void cancelOnce(SpawnedTask<?> task, CancelRequest request) {
        if (task.cancelling() == 0) {
            task.cancel(request);
        }
    }

    private @Nullable Object closed(Coroutine co) throws Throwable {
        try {
            co.resumed();
        } catch (Throwable thrown) {
            closeFailed(thrown);
        }
        return end(failure);
    }

    private void closeFailed(Throwable thrown) {
        failure = Failures.join(failure, thrown);
        if (thrown instanceof CancellationException cancelled) {
            wasBrokenOff(cancelled);
        }
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
