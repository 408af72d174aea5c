// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.net.Connection;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The pings that somebody waits to see answered. Loop thread only. */
final class Pings {
    private final Connection connection;
    private final Sender sender;
    private final ArrayDeque<Ping> waiting = new ArrayDeque<>(1);
    private long sent;
    private boolean isOver;
    private @Nullable WebSocketException failure;

    Pings(Connection connection, Sender sender) {
        this.connection = connection;
        this.sender = sender;
    }

    @CancelSafe
    SingleUse<Duration> ping() {
        return new Ping();
    }

    /** Answers that ping, and all before it (RFC 6455, 5.5.3). One that nobody waits for says that the peer is there, and nothing else. */
    void ponged(byte[] payload) {
        long number = payload.length == Long.BYTES ? ByteBuffer.wrap(payload).getLong() : 0;
        if (number <= sent) {
            while (!waiting.isEmpty() && waiting.getFirst().number <= number) {
                waiting.removeFirst().answered();
            }
        }
    }

    /** No answer comes any more. */
    void end(@Nullable WebSocketException broken) {
        isOver = true;
        failure = broken;
        while (!waiting.isEmpty()) {
            waiting.removeFirst().failed(over());
        }
    }

    private WebSocketException over() {
        return failure == null
                ? new WebSocketException(CloseReason.LOST, "the WebSocket over " + connection + " has ended")
                : failure.again();
    }

    private final class Ping extends SingleUse<Duration> {
        private long number;
        private long begun;
        private Duration taken = Duration.ZERO;

        @Override
        protected boolean tryComplete() throws IOException {
            if (number == 0) {
                if (isOver) {
                    throw over();
                }
                number = ++sent;
                begun = connection.loop().nanoTime();
                sender.control(
                        Frame.PING,
                        ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            }
            return false;
        }

        @Override
        protected void begin(Waiter waiter) {
            waiting.addLast(this);
        }

        void answered() {
            taken = Duration.ofNanos(connection.loop().nanoTime() - begun);
            complete();
        }

        void failed(WebSocketException over) {
            fail(over);
        }

        @Override
        protected void stop() {
            waiting.remove(this);
        }

        @Override
        protected Duration value() {
            return taken;
        }

        @Override
        protected String operation() {
            return "ping()";
        }

        @Override
        public WaitDescription describe() {
            return new WaitDescription(
                    "pong", connection.toString(), connection.peerAddress(), WaitDescription.NO_DEADLINE);
        }

        @Override
        public EventLoop loop() {
            return connection.loop();
        }
    }
}
