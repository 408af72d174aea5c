// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several loops that listen at one address: the first accepts, and hands connections to all in turn. */
final class Handing {
    private final TcpListener listening;
    private final List<Part> parts = new ArrayList<>();

    /** Whose turn it is. On the thread of the first loop. */
    private int next;

    private volatile Runnable whenOver = () -> {};

    private Handing(TcpListener listening) {
        this.listening = listening;
    }

    /** Returns what each loop starts a server over, of what listens on the first. */
    static List<Listener> listeners(List<EventLoop> loops, TcpListener listening) {
        Handing handing = new Handing(listening);
        loops.forEach(loop -> handing.parts.add(handing.new Part(loop)));
        return List.copyOf(handing.parts);
    }

    /** Has something done when nobody accepts any more, for whatever reason, if these are parts of one. Before they start. */
    static void whenOver(List<Listener> listeners, Runnable action) {
        if (listeners.get(0) instanceof Part part) {
            part.handing().whenOver = action;
        }
    }

    /** Hands a connection on to the next loop that takes some. */
    private void spread(SocketChannel accepted, Admission admission) {
        for (int tried = 0; tried < parts.size(); tried++) {
            Part part = parts.get(next++ % parts.size());
            if (part.takes(accepted, admission)) {
                return;
            }
        }
        Channels.close(accepted); // all are closed
        admission.giveBack();
    }

    /** What one of the loops listens by. */
    final class Part implements Listener {
        private final EventLoop loop;

        /** Who serves what was posted; null before the start and after the end. Written on the loop's thread. */
        private volatile @Nullable Consumer<SocketChannel> accepted;

        private volatile boolean isClosed;

        Part(EventLoop loop) {
            this.loop = loop;
        }

        private Handing handing() {
            return Handing.this;
        }

        private boolean isFirst() {
            return parts.get(0) == this;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public InetSocketAddress localAddress() {
            return listening.localAddress();
        }

        @Override
        public void start(Admission admission, Consumer<? super Connection> taking) throws IOException {
            accepted = channel -> TcpListener.take(loop, channel, admission, taking);
            if (isFirst()) {
                listening.startRaw(admission, channel -> spread(channel, admission));
            }
        }

        /**
         * Takes a connection over on its loop, once that has started; false if it takes none. On the thread of the first loop, which starts
         * last.
         */
        boolean takes(SocketChannel channel, Admission admission) {
            if (isClosed || loop.isClosed()) {
                return false;
            }
            try {
                loop.post(() -> serve(channel, admission));
                return true;
            } catch (IllegalStateException closed) {
                return false;
            }
        }

        private void serve(SocketChannel channel, Admission admission) {
            Consumer<SocketChannel> serving = accepted;
            if (serving == null) { // closed meanwhile
                Channels.close(channel);
                admission.giveBack();
            } else {
                serving.accept(channel);
            }
        }

        @Override
        public void close() {
            isClosed = true;
            accepted = null;
            if (isFirst()) {
                listening.close();
                whenOver.run();
            }
        }

        @Override
        public boolean isReleased() {
            return !isFirst() || listening.isReleased();
        }

        @Override
        public String toString() {
            return listening.toString();
        }
    }
}
