// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.Reports;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wait for the lock of a part of a file. It tries again and again, with pauses: the JDK's own wait would keep a thread for as long as
 * it takes, and only closing the file would end it. Loop thread only.
 */
final class Locking extends SingleUse<FileLock> {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final OpenFile file;

    /** For dumps of the heap, which have no code to ask a path. */
    private final String path;

    private final long position;
    private final long size;
    private final boolean shared;
    private Duration pause = FIRST_PAUSE;

    private @Nullable Awaitable<Optional<FileLock>> attempt;
    private @Nullable Awaitable<Void> pausing;
    private @Nullable FileLock lock;
    private boolean isOver;

    private final Waiter tried = this::tried;
    private final Waiter paused = this::attempt;

    Locking(OpenFile file, long position, long size, boolean shared) {
        this.file = file;
        this.path = file.path.toString();
        this.position = position;
        this.size = size;
        this.shared = shared;
    }

    @Override
    protected void begin(Waiter waiter) {
        file.add(this);
        attempt();
    }

    private void attempt() {
        if (!isOver) {
            attempt = FileCall.on(file, "lock", this::tryLock);
            attempt.subscribe(tried);
        }
    }

    /** A lock that overlaps one of this JVM is refused by an exception; for who waits it is as any other. */
    private Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(position, size, shared));
        } catch (OverlappingFileLockException ours) {
            return Optional.empty();
        }
    }

    /** The pool's thread wakes this, but where time is virtual. */
    private void tried() {
        try {
            file.loop.post(this::look);
        } catch (IllegalStateException closed) {
            return; // with the file, and so with the lock
        }
    }

    private void look() {
        Awaitable<Optional<FileLock>> ended = Objects.requireNonNull(attempt);
        if (!ended.isReady()) {
            return;
        }
        Optional<FileLock> got;
        try {
            got = ended.result();
        } catch (Throwable failed) {
            over();
            fail(failed);
            return;
        }
        if (got.isEmpty()) {
            pause();
        } else if (isOver) {
            release(got.get());
        } else {
            lock = got.get();
            over();
            complete();
        }
    }

    private void pause() {
        if (!isOver) {
            pausing = Weft.sleep(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            pausing.subscribe(paused);
        }
    }

    /** The file was closed while this waited. */
    void closed() {
        over();
        fail(new FileErrors.ClosedMeanwhileException("file " + path + " was closed while a lock waited"));
    }

    private void over() {
        isOver = true;
        file.remove(this);
        if (pausing != null) {
            pausing.withdraw(paused);
            pausing = null;
        }
    }

    @Override
    protected void stop() {
        over();
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException failed) {
            Reports.warning("releasing " + lock + " failed, which nobody got", failed);
        }
    }

    @Override
    public void discard(FileLock unclaimed) {
        release(unclaimed);
    }

    @Override
    protected FileLock value() {
        return Objects.requireNonNull(lock);
    }

    @Override
    protected String operation() {
        return "lock(...) of file " + path;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("file", "lock " + path);
    }

    @Override
    public EventLoop loop() {
        return file.loop;
    }
}
