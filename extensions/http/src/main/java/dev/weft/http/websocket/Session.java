// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import dev.weft.net.Connection;
import dev.weft.sync.Event;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from the handshake to the end of its connection. A task of its own reads all the time, so that pings are answered and the end is
 * seen whatever the user's tasks do. Loop thread only.
 *
 * <pre>
 * open        messages go both ways
 * over        the peer has closed, or it is lost: nothing more comes, and what has come can still be taken
 * ended       the connection is closed
 * </pre>
 */
final class Session implements Receiver.Controls {
    private static final int READ = 16 * 1024;

    /** What is skipped of a peer that sends on when it was told that this is the end. */
    private static final int MOST_SKIPPED = 1024 * 1024;

    final Connection connection;
    final WebSocketOptions.Values options;
    final String subprotocol;
    final Inbox inbox;
    final Sender sender;
    final Pings pings;
    private final boolean isClient;
    private final Receiver receiver;
    private final Event over = new Event("peer of a WebSocket that says no more");
    private final Event ended = new Event("end of a WebSocket");

    /** Told when nothing more comes. */
    private Runnable whenOver = () -> {};

    private @Nullable CloseReason said;
    private @Nullable WebSocketException failure;

    /** Whether it is the peer that the reader waits for, and whether that has sent anything since it was asked. */
    private boolean awaitsPeer;

    private boolean isHeard;

    Session(Connection connection, boolean isClient, WebSocketOptions.Values options, Handshake.Agreed agreed) {
        Compression compression = agreed.compression();
        boolean peerKeeps = compression != null && (isClient ? compression.serverKeeps() : compression.clientKeeps());
        boolean ownKeeps = compression != null && (isClient ? compression.clientKeeps() : compression.serverKeeps());
        this.connection = connection;
        this.isClient = isClient;
        this.options = options;
        this.subprotocol = agreed.subprotocol();
        this.inbox = new Inbox(connection, this::answer);
        this.sender = new Sender(
                connection, isClient, options.compressFrom, compression == null ? null : new Deflation(ownKeeps));
        this.receiver = new Receiver(!isClient, compression == null ? null : new Inflation(peerKeeps), this);
        this.pings = new Pings(connection, sender);
    }

    void whenOver(Runnable told) {
        whenOver = told;
    }

    // ------------------------------------------------------------------ how it ends

    boolean isOver() {
        return over.isSet();
    }

    Awaitable<Void> untilOver() {
        return over.untilSet();
    }

    /** What somebody is told who cannot send. */
    WebSocketException explained(IOException failed) {
        if (failed instanceof WebSocketException told && !over.isSet()) {
            return told;
        }
        WebSocketException why = failure();
        if (why != null) {
            return why;
        }
        CloseReason reason = said;
        return reason != null
                ? new WebSocketException(reason.code(), connection.peerAddress() + " has closed with " + reason, failed)
                : lost(failed);
    }

    /** What the peer has said at the end; null if it has said nothing yet, or never will. */
    @Nullable
    CloseReason said() {
        return said;
    }

    /** Why nothing more comes, if that is not as it should be; null if both have wished so. */
    @Nullable
    WebSocketException failure() {
        CloseReason reason = said;
        if (reason != null && !reason.isNormal()) {
            return new WebSocketException(reason.code(), connection.peerAddress() + " has closed with " + reason);
        }
        WebSocketException broken = failure;
        boolean isWished =
                reason != null || (sender.told() != null && broken != null && broken.code() == CloseReason.LOST);
        return broken == null || isWished ? null : new WebSocketException(broken.code(), broken.getMessage(), broken);
    }

    /** Ends it because of what the peer, or this side, must not do. */
    WebSocketException fail(int code, String what) {
        WebSocketException broken = new WebSocketException(code, what);
        fail(broken);
        return broken;
    }

    private void fail(WebSocketException broken) {
        if (failure == null) {
            failure = broken;
        }
        if (broken.code() != CloseReason.LOST) {
            inbox.drop();
            sender.close(new CloseReason(broken.code(), shortened(broken.getMessage())));
        }
    }

    /** As much as a close can say. */
    private static String shortened(@Nullable String text) {
        return text == null
                ? ""
                : text.substring(0, Math.min(text.length(), 100)).replaceAll("[^ -~]", "?");
    }

    /** Tells the peer that this is the end, and suspends until the connection is closed. What comes meanwhile is dropped. */
    @Async
    Task<Void> finish(CloseReason reason) {
        inbox.drop();
        sender.close(reason);
        await(moveOnAfter(options.close, limit -> untilEnded()));
        if (!ended.isSet()) {
            breakOff();
            await(untilEnded());
        }
        return Task.done();
    }

    @Async
    private Task<Void> untilEnded() {
        await(ended.untilSet());
        return Task.done();
    }

    /** Ends it at once, but for the time that a word to the peer takes. */
    @Async
    Task<Void> abandon(CloseReason reason) {
        sender.close(reason);
        try {
            await(moveOnAfter(Duration.ofSeconds(1), limit -> flushed()));
        } catch (IOException gone) { // nobody is to be told
            return Task.done();
        } finally {
            breakOff();
        }
        return Task.done();
    }

    @Async
    private Task<Void> flushed() throws IOException {
        await(sender.flushed());
        return Task.done();
    }

    /** Closes the connection, and tells nobody. What was not sent is lost. */
    void breakOff() {
        if (sender.hasUnsent()) {
            connection.reset();
        } else {
            connection.close();
        }
    }

    // ------------------------------------------------------------------ what comes

    /** Reads to the end, as a task of its own. */
    @Async
    Task<Void> reads() {
        try {
            await(readsUntilOver());
            if (said != null && inbox.isUsed()) {
                await(moveOnAfter(options.close, limit -> untilAnswered()));
            }
            answer();
            if (failure == null || failure.code() != CloseReason.LOST) {
                await(moveOnAfter(options.close, limit -> partings()));
            }
        } catch (IOException gone) { // which was to be closed anyway
            return Task.done();
        } finally {
            breakOff();
            sender.end();
            receiver.end();
            ended.set();
        }
        return Task.done();
    }

    /** Whoever receives may still answer what has come before the close of the peer. */
    @Async
    private Task<Void> untilAnswered() {
        await(sender.untilTold());
        return Task.done();
    }

    private void answer() {
        if (said != null) {
            sender.close(new CloseReason(said.code(), ""));
        }
    }

    @Async
    private Task<Void> readsUntilOver() {
        try {
            await(comes());
        } catch (WebSocketException broken) {
            fail(broken);
        } catch (IOException gone) {
            fail(lost(gone));
        } finally {
            over();
        }
        return Task.done();
    }

    private WebSocketException lost(IOException gone) {
        String why = connection.isOpen() ? "is lost: " + gone.getMessage() : "was closed";
        return new WebSocketException(
                CloseReason.LOST, "the connection to " + connection.peerAddress() + ' ' + why, gone);
    }

    private void over() {
        over.set();
        inbox.end();
        pings.end(said == null ? failure : null);
        whenOver.run();
    }

    /** Asks the peer whether it is there when nothing has come for long, and takes it for lost when it says nothing to that. */
    @Async
    private Task<Void> comes() throws IOException {
        boolean isAsked = false;
        while (true) {
            isHeard = false;
            TimeoutScope pause = options.ping.isZero() ? TimeoutScope.never() : TimeoutScope.after(options.ping);
            await(pause.moveOn(this::parts));
            if (!pause.expired() || isEnding()) {
                return Task.done();
            }
            if (isAsked && awaitsPeer && !isHeard) {
                throw new WebSocketException(
                        CloseReason.LOST,
                        "nothing has come from " + connection.peerAddress() + " for " + options.ping
                                + ", though it was asked; see pingEvery");
            }
            isAsked = awaitsPeer && !isHeard;
            if (isAsked) {
                sender.control(Frame.PING, new byte[0]);
            }
        }
    }

    private boolean isEnding() {
        return said != null || (failure != null && sender.told() != null);
    }

    /** Every await of it can be cancelled, and it goes on from there. */
    @Async
    private Task<Void> parts(TimeoutScope pause) throws IOException {
        while (!isEnding()) {
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
            } else if (receiver.isUsedUp() && !isEnding()) {
                awaitsPeer = true;
                byte[] come = await(connection.read(READ));
                requireSome(come);
                isHeard = true;
                pause.renew();
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

    /** Has the peer read the last word, and waits for it to end the connection, or to see that it ends. */
    @Async
    private Task<Void> partings() throws IOException {
        await(sender.flushed());
        if (!isClient) { // of the two it is the server that ends the connection (RFC 6455, 7.1.1)
            connection.shutdownOutput();
        }
        int skipped = 0;
        for (byte[] more = await(connection.read(READ)); more.length > 0 && skipped < MOST_SKIPPED; ) {
            skipped += more.length;
            more = await(connection.read(READ));
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ what controls

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
        said = reason;
    }

    /** Whose connection it is, for messages and dumps. */
    @Override
    public String toString() {
        return "WebSocket " + connection;
    }
}
