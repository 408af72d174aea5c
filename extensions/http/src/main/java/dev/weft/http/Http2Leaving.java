// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.sync.Event;
import java.io.IOException;
import java.time.Duration;

/**
 * Tells a client of HTTP/2 to go: first that it is to begin nothing more, and what is served in the end when it must know that (RFC 9113, 6.8).
 * Loop thread only.
 */
final class Http2Leaving {
    /** How long a client that is told to go has for a word that it knows, in which it may still begin something. */
    private static final Duration ROUND_TRIP = Duration.ofSeconds(1);

    private final Connection connection;
    private final Http2Codec codec;
    private final Event pinged = new Event("acknowledgement of GOAWAY");
    private boolean hasBegun;
    private boolean isOver;

    Http2Leaving(Connection connection, Http2Codec codec) {
        this.connection = connection;
        this.codec = codec;
    }

    /** Whether the client was told what is served in the end. */
    boolean isOver() {
        return isOver;
    }

    /** Returns whether it has not begun before. */
    boolean begins() {
        boolean isFirst = !hasBegun;
        hasBegun = true;
        return isFirst;
    }

    /** Takes both steps. */
    @Async
    Task<Void> run() {
        goAway(Integer.MAX_VALUE);
        await(moveOnAfter(ROUND_TRIP, limit -> awaitPing()));
        end();
        return Task.done();
    }

    @Async
    private Task<Void> awaitPing() {
        return Task.of(await(pinged.untilSet()));
    }

    /** The client knows. */
    void pinged() {
        pinged.set();
    }

    /** Takes the second step, if it was not taken. */
    void end() {
        if (!isOver) {
            isOver = true;
            goAway(codec.lastStream());
        }
    }

    private void goAway(int lastStream) {
        try {
            codec.goAway(lastStream);
        } catch (IOException gone) {
            connection.reset();
        }
    }
}
