// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.file.FileEvent.Kind;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one watches in a directory: the events that the thread of a {@link WatchHub} has put in and nobody has taken out. Any thread. */
final class WatchedFolder implements BatchSource<FileEvent> {
    /** How many events wait at most; more are lost, which is told. */
    static final int CAPACITY = 1024;

    final Path directory;

    /** For dumps of the heap, which have no code to ask a path. */
    private final String name;

    private List<FileEvent> events = new ArrayList<>();
    private boolean hasLost;
    private boolean isGone;
    private @Nullable Waiter waiting;

    WatchedFolder(Path directory) {
        this.directory = directory;
        this.name = directory.toString();
    }

    /** Puts in what has happened, in order. */
    void add(List<WatchEvent<?>> happened) {
        synchronized (this) {
            happened.forEach(this::add);
        }
        tell();
    }

    private void add(WatchEvent<?> event) {
        if (event.context() instanceof Path entry && events.size() < CAPACITY && !hasLost) {
            events.add(new FileEvent(kind(event.kind()), directory.resolve(entry)));
        } else {
            hasLost = true;
        }
    }

    private static Kind kind(WatchEvent.Kind<?> kind) {
        if (kind == StandardWatchEventKinds.ENTRY_CREATE) {
            return Kind.CREATED;
        }
        return kind == StandardWatchEventKinds.ENTRY_DELETE ? Kind.DELETED : Kind.MODIFIED;
    }

    /** The directory is gone: what has come is given, and then the end. */
    void gone() {
        synchronized (this) {
            isGone = true;
        }
        tell();
    }

    private void tell() {
        Waiter woken;
        synchronized (this) {
            woken = waiting;
        }
        if (woken != null) {
            Fence.wake(woken, this);
        }
    }

    private synchronized boolean hasSomething() {
        return !events.isEmpty() || hasLost || isGone;
    }

    private synchronized List<FileEvent> take() {
        List<FileEvent> taken = events;
        if (hasLost) {
            taken.add(new FileEvent(Kind.OVERFLOW, directory));
        }
        events = new ArrayList<>();
        hasLost = false;
        return taken;
    }

    private synchronized void await(@Nullable Waiter waiter) {
        waiting = waiter;
    }

    @Override
    public Awaitable<List<FileEvent>> more() {
        return new NextEvents(this);
    }

    @Override
    public void release() {
        WatchHub.remove(this);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public String toString() {
        return "AsyncFiles.watch(" + name + ')';
    }

    /** The wait for something to happen. On the thread of who consumes. */
    static final class NextEvents extends SingleUse<List<FileEvent>> {
        private final WatchedFolder folder;

        NextEvents(WatchedFolder folder) {
            this.folder = folder;
        }

        @Override
        protected void begin(Waiter waiter) {
            folder.await(waiter);
            if (folder.hasSomething()) { // it may have come before
                wake();
            }
        }

        @Override
        protected boolean tryComplete() {
            return folder.hasSomething();
        }

        @Override
        protected List<FileEvent> value() {
            return folder.take();
        }

        @Override
        protected void stop() {
            folder.await(null);
        }

        @Override
        protected void usedUp() {
            folder.await(null);
        }

        @Override
        protected String operation() {
            return "next() of " + folder;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("directory", folder.name);
        }
    }
}
