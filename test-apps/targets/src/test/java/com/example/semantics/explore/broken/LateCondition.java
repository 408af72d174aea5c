// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import dev.weft.sync.Mutex;
import dev.weft.testing.Explorer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Notifies nobody: who waits lets go of the mutex first, and gets in line a step later. */
public final class LateCondition {
    private final Mutex mutex;
    private final Deque<Wait> line = new ArrayDeque<>();

    public LateCondition(Mutex mutex) {
        this.mutex = mutex;
    }

    @Async
    public Task<Void> untilSignalled() {
        mutex.unlock();
        await(Explorer.pause());
        await(new Wait());
        await(mutex.lock());
        return Task.done();
    }

    public void signal() {
        if (!line.isEmpty()) {
            line.remove().signalled();
        }
    }

    private final class Wait extends SingleUse<Void> {
        @Override
        protected String operation() {
            return "untilSignalled()";
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
        }

        @Override
        protected Void value() {
            return null;
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        void signalled() {
            complete();
        }
    }
}
