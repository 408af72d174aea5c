// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.net.Connection;
import dev.weft.spi.SingleUse;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What has come and nobody has taken: so much of it that the reader goes on while messages are handled, and no more. Loop thread only. */
final class Inbox {
    private static final int MOST = 64 * 1024;

    /** What a part takes besides its bytes. */
    private static final int OF_PART = 64;

    private final Connection connection;

    /** Told when somebody has taken all, and knows that nothing more comes. */
    private Runnable whenTaken = () -> {};

    private final ArrayDeque<Part> parts = new ArrayDeque<>(1);
    private int size;
    private boolean isOver;

    /** Whether nobody wants what comes. */
    private boolean isDropped;

    private @Nullable Arrival waiting;
    private @Nullable Room blocked;

    /** Whether somebody has ever wanted what comes. */
    private boolean isUsed;

    Inbox(Connection connection) {
        this.connection = connection;
    }

    void whenTaken(Runnable told) {
        whenTaken = told;
    }

    /** Whether somebody takes what comes, or has something to take. */
    boolean isUsed() {
        return isUsed || !parts.isEmpty();
    }

    boolean isFull() {
        return size >= MOST;
    }

    /** Adds what has come. May be full: the reader looks before. */
    void add(Part part) {
        if (!isDropped) {
            parts.addLast(part);
            size += part.bytes().length + OF_PART;
            wake();
        }
    }

    /** Nothing more comes. */
    void end() {
        isOver = true;
        wake();
    }

    /** Has what comes from here on dropped, with what is here. */
    void drop() {
        isDropped = true;
        parts.clear();
        size = 0;
        makeRoom();
    }

    private void wake() {
        Arrival arrival = waiting;
        if (arrival != null) {
            waiting = null;
            arrival.come();
        }
    }

    private void makeRoom() {
        Room room = blocked;
        if (room != null && !isFull()) {
            blocked = null;
            room.come();
        }
    }

    private Part poll() {
        Part part = parts.pollFirst();
        if (part == null) {
            whenTaken.run();
            return Part.END;
        }
        size -= part.bytes().length + OF_PART;
        makeRoom();
        return part;
    }

    /** Waits for a part; {@link Part#END} behind the last. Cancel-safe. */
    @CancelSafe
    SingleUse<Part> take() {
        isUsed = true;
        return new Arrival();
    }

    /** Waits until it is not full. Cancel-safe. */
    @CancelSafe
    SingleUse<Void> room() {
        return new Room();
    }

    private final class Arrival extends SingleUse<Part> {
        @Override
        protected boolean tryComplete() {
            if (waiting != null && waiting != this) {
                throw new IllegalStateException("Another task waits for a message of the WebSocket over " + connection
                        + "; one at a time. Let one task receive, and hand on what it got.");
            }
            return !parts.isEmpty() || isOver;
        }

        @Override
        protected void begin(Waiter waiter) {
            waiting = this;
        }

        @Override
        protected void stop() {
            if (waiting == this) {
                waiting = null;
            }
        }

        void come() {
            complete();
        }

        @Override
        protected Part value() {
            return poll();
        }

        /** For whoever receives next. */
        @Override
        public void discard(Part part) {
            if (part != Part.END) {
                parts.addFirst(part);
                size += part.bytes().length + OF_PART;
                wake();
            }
        }

        @Override
        protected String operation() {
            return "receive()";
        }

        @Override
        public WaitDescription describe() {
            return new WaitDescription(
                    "message", connection.toString(), connection.peerAddress(), WaitDescription.NO_DEADLINE);
        }

        @Override
        public EventLoop loop() {
            return connection.loop();
        }
    }

    private final class Room extends SingleUse<Void> {
        @Override
        protected boolean tryComplete() {
            return !isFull();
        }

        @Override
        protected void begin(Waiter waiter) {
            blocked = this;
        }

        @Override
        protected void stop() {
            if (blocked == this) {
                blocked = null;
            }
        }

        void come() {
            complete();
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        protected String operation() {
            return "room()";
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of(
                    "receiver", "who takes the messages of " + connection + ", " + size + " bytes of them");
        }

        @Override
        public EventLoop loop() {
            return connection.loop();
        }
    }
}
