// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the peer sends, all the time, so that pings are answered and the end is seen whatever the user's tasks do; but no more than somebody
 * takes. Loop thread only.
 */
final class Reader implements Receiver.Controls {
    private static final int READ = 16 * 1024;

    private final Connection connection;
    private final Receiver receiver;
    private final Inbox inbox;
    private final Sender sender;
    private final Pings pings;
    private final Ending ending;
    private final Silence silence;

    /** @param inflation null if nothing is compressed */
    Reader(
            Connection connection,
            boolean isMasked,
            @Nullable Inflation inflation,
            Inbox inbox,
            Sender sender,
            Pings pings,
            Ending ending,
            Silence silence) {
        this.connection = connection;
        this.receiver = new Receiver(isMasked, inflation, this);
        this.inbox = inbox;
        this.sender = sender;
        this.pings = pings;
        this.ending = ending;
        this.silence = silence;
    }

    /** Reads until nothing more is to come. */
    @Async
    Task<Void> run() throws IOException {
        while (!ending.hasBegun()) {
            silence.isPeersTurn(true);
            if (sender.isBehind()) {
                await(sender.drained());
            }
            if (inbox.isFull()) {
                silence.isPeersTurn(false);
                await(inbox.room());
            }
            Part part = receiver.next();
            if (part != null) {
                inbox.add(part);
            } else if (receiver.isUsedUp() && !ending.hasBegun()) {
                silence.isPeersTurn(true);
                byte[] come = await(connection.read(READ));
                requireSome(come);
                silence.heard();
                receiver.feed(come);
            }
        }
        return Task.done();
    }

    private void requireSome(byte[] come) throws WebSocketException {
        if (come.length == 0) {
            throw new WebSocketException(
                    CloseReason.LOST,
                    connection.peerAddress() + " has closed the connection "
                            + (receiver.isInside() ? "in the middle of a message" : "without a close of WebSocket"));
        }
    }

    @Override
    public void pinged(byte[] payload) {
        try {
            sender.control(Frame.PONG, payload);
        } catch (IOException gone) { // which the read that follows is told, too
            silence.isPeersTurn(true);
        }
    }

    @Override
    public void ponged(byte[] payload) {
        pings.ponged(payload);
    }

    @Override
    public void closed(CloseReason reason) {
        ending.peerSays(reason);
    }

    /** Nothing is read any more. */
    void end() {
        receiver.end();
    }
}
