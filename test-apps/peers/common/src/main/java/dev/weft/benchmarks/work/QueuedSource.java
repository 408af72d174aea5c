// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.work;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A source whose operation completes when it has gone through a loop's run queue. It queues itself, and allocates nothing. */
public final class QueuedSource implements Source, Runnable {
    private final Executor loop;
    private @Nullable Callback callback;

    public QueuedSource(Executor loop) {
        this.loop = loop;
    }

    @Override
    public void read(Callback callback) {
        this.callback = callback;
        loop.execute(this);
    }

    @Override
    public void run() {
        Callback taken = callback;
        if (taken != null) {
            callback = null;
            taken.completed(RESULT);
        }
    }
}
