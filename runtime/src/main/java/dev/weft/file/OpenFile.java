// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An open file: its channel, which the threads of a pool use, and its end, which comes on the thread of its loop. */
final class OpenFile {
    /** What an operation does with the channel, on the thread of a pool. */
    @FunctionalInterface
    interface Use<T> {
        T of(FileChannel channel) throws IOException;
    }

    final EventLoop loop;
    final Path path;
    final boolean appends;
    private final FileChannel channel;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Those who wait for a lock. Loop thread only. */
    private final Set<Locking> waits = new LinkedHashSet<>();

    /** Takes {@link #closeAtEnd} back, which the loop would run at its end. */
    private final Runnable notAtClose;

    /** Takes over a channel, which the caller closes if this fails. Any thread. */
    OpenFile(EventLoop loop, Path path, FileChannel channel, boolean appends) {
        this.loop = loop;
        this.path = path;
        this.channel = channel;
        this.appends = appends;
        this.notAtClose = loop.onClose(this::closeAtEnd);
    }

    /** Uses the channel. An interrupt that was there before is nobody's concern here, and would close the channel under others. */
    <T> T use(Use<T> use) throws IOException {
        boolean wasInterrupted = Thread.interrupted();
        underWay.incrementAndGet();
        try {
            return FileErrors.naming(path, () -> use.of(channel));
        } finally {
            underWay.decrementAndGet();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void add(Locking wait) {
        waits.add(wait);
    }

    void remove(Locking wait) {
        waits.remove(wait);
    }

    /** Closes in place, unless an operation is under way: the channel would wait for the thread that makes it. */
    void close() throws IOException {
        notAtClose.run();
        List<Locking> told = new ArrayList<>(waits);
        waits.clear();
        try {
            if (underWay.get() == 0) {
                FileErrors.naming(path, this::closeChannel);
            } else {
                BlockingPool.shared().execute(this::closeReporting);
            }
        } finally {
            told.forEach(Locking::closed);
        }
    }

    @SuppressWarnings("NullAway") // Void
    private Void closeChannel() throws IOException {
        channel.close();
        return null;
    }

    private void closeAtEnd() {
        waits.clear();
        closeReporting();
    }

    private void closeReporting() {
        try {
            channel.close();
        } catch (IOException failed) {
            Reports.warning("closing file " + path + " failed", FileErrors.named(failed, path));
        }
    }
}
