// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.AsyncBlock;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.spi.Insistent;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Code of the user's that a primitive has run for it, as a task of its own: whoever waits for what comes of it may be cancelled, and the
 * code goes on. Loop thread only.
 *
 * @param <R> what the code returns
 */
final class Errand<R> implements Insistent {
    private final BiConsumer<@Nullable R, @Nullable Throwable> onEnd;
    private @Nullable ScheduledTask<R> task;
    private boolean isOver;

    private Errand(BiConsumer<@Nullable R, @Nullable Throwable> onEnd) {
        this.onEnd = onEnd;
    }

    /**
     * Makes one that has not started.
     *
     * @param onEnd gets the value, or null and the failure; it must not throw
     */
    static <R> Errand<R> prepare(BiConsumer<@Nullable R, @Nullable Throwable> onEnd) {
        return new Errand<>(onEnd);
    }

    /** Starts it. Where that fails, as on a loop that has closed, it is over at once. */
    void start(@Nullable EventLoop loop, String name, AsyncBlock<R, ?> code) {
        try {
            if (loop == null) {
                throw new IllegalStateException(name + ": there is no event loop any more to do that.");
            }
            ScheduledTask<R> spawned = loop.spawn(name, Weft.async(code));
            task = spawned;
            spawned.subscribe(this);
        } catch (Exception refused) { // told to whoever waits for what comes of it
            end(null, refused);
        }
    }

    /** Asks it to end; it is over when it has. */
    void cancel() {
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public void wake() {
        if (task == null || !task.isReady()) {
            return;
        }
        R value = null;
        Throwable failure = null;
        try {
            value = task.result();
        } catch (Throwable thrown) { // of the user's code
            failure = thrown;
        }
        end(value, failure);
    }

    private void end(@Nullable R value, @Nullable Throwable failure) {
        if (!isOver) {
            isOver = true;
            onEnd.accept(value, failure);
        }
    }
}
