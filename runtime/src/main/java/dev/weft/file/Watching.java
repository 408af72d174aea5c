// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/** The beginning of a watch. The generator is made on the thread that awaits it. */
final class Watching extends FileCall<AsyncGenerator<FileEvent>> {
    private final WatchedFolder folder;

    @SuppressWarnings("NullAway") // the value is made below
    Watching(WatchedFolder folder) {
        super("watch", folder.directory, () -> FileErrors.naming(folder.directory, () -> begin(folder)));
        this.folder = folder;
    }

    private static @Nullable AsyncGenerator<FileEvent> begin(WatchedFolder folder) throws java.io.IOException {
        WatchHub.add(folder);
        return null;
    }

    @Override
    protected void begin(Waiter waiter) {
        if (EventLoop.current() instanceof SimulatedLoop) {
            throw new UnsupportedOperationException(operation()
                    + " on a loop with virtual time, in which what happens outside has no place. Watch on EventLoop.create(), or"
                    + " have the test make the events.");
        }
        super.begin(waiter);
    }

    @Override
    protected AsyncGenerator<FileEvent> value() {
        return new Batched<>(folder);
    }

    @Override
    public void discard(AsyncGenerator<FileEvent> unclaimed) {
        folder.release();
    }
}
