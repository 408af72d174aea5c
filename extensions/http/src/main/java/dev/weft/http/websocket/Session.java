// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.sync.Event;
import java.io.IOException;
import java.time.Duration;

/**
 * One WebSocket, from the handshake to the end of its connection. Loop thread only.
 *
 * <pre>
 * open        messages go both ways
 * over        the peer has closed, or it is lost: nothing more comes, and what has come can still be taken
 * ended       the connection is closed
 * </pre>
 */
final class Session {
    private static final int READ = 16 * 1024;

    /** What is skipped of a peer that sends on when it was told that this is the end. */
    private static final int MOST_SKIPPED = 1024 * 1024;

    final Connection connection;
    final WebSocketOptions.Values options;
    final String subprotocol;
    final Inbox inbox;
    final Sender sender;
    final Pings pings;
    final Ending ending;
    private final boolean isClient;
    private final Silence silence;
    private final Reader reader;
    private final Event ended = new Event("end of a WebSocket");

    /** Told when nothing more comes. */
    private Runnable whenOver = () -> {};

    Session(Connection connection, boolean isClient, WebSocketOptions.Values options, Handshake.Agreed agreed) {
        Compression compression = agreed.compression();
        boolean peerKeeps = compression != null && (isClient ? compression.serverKeeps() : compression.clientKeeps());
        boolean ownKeeps = compression != null && (isClient ? compression.clientKeeps() : compression.serverKeeps());
        Deflation deflation = compression == null ? null : new Deflation(ownKeeps);
        Inflation inflation = compression == null ? null : new Inflation(peerKeeps);
        this.connection = connection;
        this.isClient = isClient;
        this.options = options;
        this.subprotocol = agreed.subprotocol();
        this.inbox = new Inbox(connection);
        this.sender = new Sender(connection, isClient, options.compressFrom, deflation);
        this.pings = new Pings(connection, sender);
        this.ending = new Ending(connection, sender, inbox);
        this.silence = new Silence(options.ping, sender, this::isLost);
        this.reader = new Reader(connection, !isClient, inflation, inbox, sender, pings, ending, silence);
        inbox.whenTaken(ending::answer);
    }

    void whenOver(Runnable told) {
        whenOver = told;
    }

    // ------------------------------------------------------------------ the task that reads

    /** Reads to the end, as a task of its own. */
    @Async
    Task<Void> reads() {
        try {
            silence.begin();
            await(readsUntilOver());
            if (inbox.isUsed() && !ending.isLost()) {
                await(moveOnAfter(options.close, limit -> untilAnswered()));
            }
            ending.answer();
            if (!ending.isLost()) {
                await(moveOnAfter(options.close, limit -> partings()));
            }
        } catch (IOException gone) { // which was to be closed anyway
            return Task.done();
        } finally {
            silence.end();
            breakOff();
            sender.end();
            reader.end();
            ended.set();
        }
        return Task.done();
    }

    @Async
    private Task<Void> readsUntilOver() {
        try {
            await(reader.run());
        } catch (WebSocketException broken) {
            ending.fail(broken);
        } catch (IOException gone) {
            ending.fail(ending.lost(gone));
        } finally {
            over();
        }
        return Task.done();
    }

    private void isLost(String what) {
        ending.fail(new WebSocketException(CloseReason.LOST, connection.peerAddress() + " " + what));
        breakOff();
    }

    private void over() {
        silence.end();
        ending.over.set();
        inbox.end();
        pings.end(ending.failure());
        whenOver.run();
    }

    /** Whoever receives may still answer what has come before the close of the peer, or before what it must not send. */
    @Async
    private Task<Void> untilAnswered() {
        await(sender.untilTold());
        return Task.done();
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

    // ------------------------------------------------------------------ how others end it

    /** Tells the peer that this is the end, while the handler still receives, and gives it so much time to say so, too. */
    void drain(CloseReason reason) {
        sender.close(reason);
        silence.endsWithin(options.close);
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
            close();
        }
        return Task.done();
    }

    @Async
    private Task<Void> flushed() throws IOException {
        await(sender.flushed());
        return Task.done();
    }

    /** Ends it at once, for those who receive as well: a reader that waits until they have taken something would wait in vain. */
    void close() {
        inbox.drop();
        breakOff();
    }

    /** Closes the connection, and tells nobody. What was not sent is lost. */
    private void breakOff() {
        if (sender.hasUnsent()) {
            connection.reset();
        } else {
            connection.close();
        }
    }

    /** Whose connection it is, for messages and dumps. */
    @Override
    public String toString() {
        return "WebSocket " + connection;
    }
}
