// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections, a bounded number at a time so that those who are served get their turns. When the system has none
 * to give, for want of file descriptors above all, it stays readable: then this looks away for a while. Loop thread only.
 */
final class Acceptor {
    /** How many connections are accepted before others get their turn. */
    static final int BURST = 64;

    /** How long nothing is accepted after a failure. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** What accepts: the channel, or a test. */
    @FunctionalInterface
    interface Source {
        /** As {@link java.nio.channels.ServerSocketChannel#accept} of a non-blocking channel. */
        @Nullable
        SocketChannel accept() throws IOException;
    }

    private final EventLoop loop;
    private final String server;
    private final Source source;
    private final Consumer<SocketChannel> accepted;
    private final SelectableChannel channel;
    private @Nullable Registration registration;
    private @Nullable ScheduledTask<Void> pause;
    private boolean failing;
    private boolean stopped;

    Acceptor(
            EventLoop loop, String server, SelectableChannel channel, Source source, Consumer<SocketChannel> accepted) {
        this.loop = loop;
        this.server = server;
        this.source = source;
        this.accepted = accepted;
        this.channel = channel;
    }

    void start() throws IOException {
        if (registration == null) {
            registration = loop.watch(channel, SelectionKey.OP_ACCEPT, ready -> accept());
        } else {
            registration.interest(SelectionKey.OP_ACCEPT);
        }
    }

    void stop() {
        stopped = true;
        if (registration != null) {
            registration.cancel();
        }
        if (pause != null) {
            pause.cancel();
        }
    }

    private void accept() {
        for (int left = BURST; left > 0 && !stopped; left--) {
            SocketChannel taken;
            try {
                taken = source.accept();
            } catch (IOException failed) {
                pauseAfter(failed);
                return;
            }
            if (taken == null) {
                return;
            }
            failing = false;
            accepted.accept(taken);
        }
    }

    /** Logs the first failure of a row, so that a long shortage does not fill the log. */
    private void pauseAfter(IOException failed) {
        if (!failing) {
            failing = true;
            Reports.warning("The " + server + " cannot accept connections now, and goes on trying", failed);
        }
        if (registration != null) {
            registration.interest(0); // else the selector would return at once, again and again
        }
        ScheduledTask<Void> sleeping = loop.spawn(server + " pausing", Weft.sleep(PAUSE));
        pause = sleeping;
        sleeping.subscribe(this::resume);
    }

    private void resume() {
        pause = null;
        if (!stopped) {
            try {
                start();
            } catch (IOException closed) { // stop() came before
                stopped = true;
            }
        }
    }
}
