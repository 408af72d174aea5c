// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.io.Serial;
import java.nio.channels.Channel;
import java.time.Duration;

/** Closes a channel when nothing has come for too long: reading a Unix socket has no limit of its own. */
final class TimeLimit implements AutoCloseable {
    private final Channel channel;
    private final Duration limit;
    private final Thread watcher;

    private volatile long deadline;
    private volatile boolean hasPassed;

    TimeLimit(Channel channel, Duration limit) {
        this.channel = channel;
        this.limit = limit;
        this.watcher = new Thread(this::watch, "weft-limit");
        restart();
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Something has come. */
    void restart() {
        deadline = System.nanoTime() + limit.toNanos();
    }

    private void watch() {
        try {
            for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                Thread.sleep(left / 1_000_000 + 1);
            }
            hasPassed = true;
            channel.close();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt(); // ends here: the exchange is over
        }
    }

    /** Returns what a failure of the channel means. */
    IOException explained(IOException failure) {
        return hasPassed ? new PassedException() : failure;
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    /** Nothing has come within the limit. */
    static final class PassedException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;
    }
}
