// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.spi.Insistent;
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
    private final Admission admission;
    private final Consumer<SocketChannel> accepted;
    private final SelectableChannel channel;
    private @Nullable Registration registration;
    private @Nullable ScheduledTask<Void> pause;
    private boolean failing;
    private boolean stopped;

    /** On the thread on which a connection has ended. */
    private final Runnable whenFree = this::freed;

    Acceptor(
            EventLoop loop,
            String server,
            SelectableChannel channel,
            Admission admission,
            Source source,
            Consumer<SocketChannel> accepted) {
        this.loop = loop;
        this.server = server;
        this.source = source;
        this.admission = admission;
        this.accepted = accepted;
        this.channel = channel;
    }

    void start() throws IOException {
        SpareDescriptors.take();
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
            if (!admission.take(whenFree)) {
                lookAway();
                return;
            }
            SocketChannel taken;
            try {
                taken = source.accept();
            } catch (Throwable failed) { // an Error, too, would come again at once
                admission.giveBack();
                pauseAfter(failed);
                return;
            }
            if (taken == null) {
                admission.giveBack();
                failing = false; // nobody is left to be accepted, so the shortage is over
                return;
            }
            accepted.accept(taken);
        }
    }

    private void pauseAfter(Throwable failed) {
        SpareDescriptors.lendTo(() -> lookAwayAfter(failed));
    }

    /**
     * Looks away when it is sure to look again, and logs last: whatever a log does, this goes on. Where memory is lacking, the selector
     * tells again.
     */
    private void lookAwayAfter(Throwable failed) {
        Insistent resume = this::resume;
        ScheduledTask<Void> sleeping = loop.spawn(server + " pausing", Weft.sleep(PAUSE));
        pause = sleeping;
        sleeping.subscribe(resume);
        lookAway();
        if (!failing) { // the first failure until all were accepted, so that a long shortage does not fill the log
            failing = true;
            Reports.warning("The " + server + " cannot accept connections now, and goes on trying", failed);
        }
    }

    /** Else the selector would return at once, again and again. */
    private void lookAway() {
        if (registration != null) {
            registration.interest(0);
        }
    }

    private void freed() {
        try {
            loop.post(this::goOn);
        } catch (IllegalStateException closed) { // and with it what accepts
            return;
        }
    }

    private void resume() {
        pause = null;
        goOn();
    }

    private void goOn() {
        if (!stopped && pause == null) {
            try {
                start();
            } catch (IOException closed) { // stop() came before
                stopped = true;
            }
        }
    }
}
