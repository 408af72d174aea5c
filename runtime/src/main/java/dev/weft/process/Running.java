// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.WaitDescription;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.spi.Fence;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The run of a command to its end: an async method written by hand.
 *
 * <pre>
 * state   awaits                        next
 *   1     the start                     2; 3 if a cancellation is due by then
 *   2     what the process writes       the end
 *   3     that the process is gone      the end, by the cancellation
 * </pre>
 */
final class Running extends Frame<Output> {
    private static final int START = 1;
    private static final int COMMUNICATE = 2;
    private static final int GONE = 3;

    private final Command command;
    private final Starting starting;
    private final byte[] input;
    private final int limit;

    /** What ends the run when the process is gone. */
    private @Nullable Throwable failure;

    Running(Command command, Starting starting, byte[] input, int limit) {
        this.command = command;
        this.starting = starting;
        this.input = input;
        this.limit = limit;
    }

    @Override
    public String toString() {
        return "output(...) of " + Fence.textOf(command);
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        if (state == COMMUNICATE) {
            return co.resumed();
        }
        if (state == GONE) {
            co.resumed();
            throw Objects.requireNonNull(failure);
        }
        Object started = state == START ? co.resumed() : co.await(starting);
        if (started == Coroutine.SUSPENDED) {
            co.suspend(this, START);
            return started;
        }
        return communicate(co, (Subprocess) Objects.requireNonNull(started));
    }

    private @Nullable Object communicate(Coroutine co, Subprocess process) throws Throwable {
        try {
            Object output = co.await(process.communicate(input, limit));
            if (output == Coroutine.SUSPENDED) {
                co.suspend(this, COMMUNICATE);
            }
            return output;
        } catch (Throwable thrown) { // a cancellation that came during the start: nothing has begun that would end the
            // process
            failure = thrown;
        }
        process.closePipes();
        if (co.await(process.stop(Duration.ZERO)) == Coroutine.SUSPENDED) {
            co.suspend(this, GONE);
            return Coroutine.SUSPENDED;
        }
        throw failure;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("task", "which runs " + command);
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
