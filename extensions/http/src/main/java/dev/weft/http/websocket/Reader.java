// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import dev.weft.net.Connection;
import java.io.IOException;
import java.time.Duration;
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

    /** Zero if nobody is asked whether he is there. */
    private final Duration pause;

    /** Whether it is the peer that is waited for, and whether that has sent anything since it was asked. */
    private boolean awaitsPeer;

    private boolean isHeard;

    /** Of what is read; ends it, or asks the peer, when nothing comes. */
    private TimeoutScope silence = TimeoutScope.never();

    /** Whether that may be moved: from when it was made to the end of its block. */
    private boolean isReading;

    /** How long the peer has for its last word, whatever else it sends; null as long as nobody wants that. */
    private @Nullable Duration last;

    /** @param inflation null if nothing is compressed */
    Reader(
            Connection connection,
            boolean isMasked,
            @Nullable Inflation inflation,
            Inbox inbox,
            Sender sender,
            Pings pings,
            Ending ending,
            Duration pause) {
        this.connection = connection;
        this.receiver = new Receiver(isMasked, inflation, this);
        this.inbox = inbox;
        this.sender = sender;
        this.pings = pings;
        this.ending = ending;
        this.pause = pause;
    }

    /**
     * Reads until nothing more is to come. Asks the peer whether it is there when nothing has come for long, and takes it for lost when it says
     * nothing to that.
     */
    @Async
    Task<Void> run() throws IOException {
        boolean isAsked = false;
        while (true) {
            isHeard = false;
            Duration limit = last == null ? pause : last;
            silence = limit.isZero() ? TimeoutScope.never() : TimeoutScope.after(limit);
            isReading = true;
            await(silence.moveOn(scope -> parts()));
            if (!silence.expired() || ending.hasBegun()) {
                return Task.done();
            }
            if (last != null && awaitsPeer) {
                throw new WebSocketException(
                        CloseReason.LOST,
                        connection.peerAddress() + " has not answered the end within " + last + "; see closeLimit");
            }
            boolean isSilent = awaitsPeer && !isHeard;
            if (isAsked && isSilent) {
                throw new WebSocketException(
                        CloseReason.LOST,
                        "nothing has come from " + connection.peerAddress() + " for " + pause
                                + ", though it was asked; see pingEvery");
            }
            isAsked = isSilent;
            if (isAsked && last == null) {
                sender.control(Frame.PING, new byte[0]);
            }
        }
    }

    /** The peer was told that this is the end, and takes as long as this to say so, too; what nobody receives does not count. */
    void endsWithin(Duration limit) {
        last = limit;
        if (isReading && !silence.expired()) {
            silence.reschedule(limit);
        }
    }

    @Async
    private Task<Void> parts() throws IOException {
        try {
            await(reads());
        } finally {
            isReading = false;
        }
        return Task.done();
    }

    /** Every await of it can be cancelled, and it goes on from there. */
    @Async
    private Task<Void> reads() throws IOException {
        while (!ending.hasBegun()) {
            awaitsPeer = sender.isBehind();
            if (awaitsPeer) {
                await(sender.drained());
            }
            if (inbox.isFull()) {
                awaitsPeer = false;
                await(inbox.room());
            }
            Part part = receiver.next();
            if (part != null) {
                inbox.add(part);
            } else if (receiver.isUsedUp() && !ending.hasBegun()) {
                awaitsPeer = true;
                byte[] come = await(connection.read(READ));
                requireSome(come);
                isHeard = true;
                if (last == null) {
                    silence.renew();
                }
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
            awaitsPeer = true;
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
