// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.net.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the client goes away while its request is handled. What it sends meanwhile, such as its next request, stays in the stream, and
 * from then on nobody looks. Loop thread only.
 */
final class Departure {
    private final Connection stream;
    private final Runnable gone;
    private final Waiter look = this::look;
    private final Runnable watch = this::watch;
    private @Nullable Awaitable<byte[]> peek;

    /** Whether a handler runs that is to be cancelled. */
    private boolean isWanted;

    /** Whether the request under way is whole. */
    private boolean isOver;

    /** Whether the loop is going to have it watched. */
    private boolean isPosted;

    Departure(Connection stream, Runnable gone) {
        this.stream = stream;
        this.gone = gone;
    }

    /** A handler begins. */
    void begin() {
        isWanted = true;
        isOver = false;
    }

    /**
     * Nothing more of the request is to come, so that an end is the client's. That is watched for from the next turn of the loop: most handlers
     * have answered by then, and a look is a call of the system.
     */
    void requestIsOver() {
        isOver = true;
        if (isWanted && peek == null && !isPosted) {
            isPosted = true;
            post();
        }
    }

    private void post() {
        try {
            stream.loop().post(watch);
        } catch (IllegalStateException closed) { // and with it the connection
            return;
        }
    }

    private void watch() {
        isPosted = false;
        if (!isWanted || !isOver || peek != null) {
            return;
        }
        try {
            Awaitable<byte[]> next = stream.peek(1);
            peek = next;
            if (next.isReady()) {
                look();
            } else {
                next.subscribe(look);
            }
        } catch (IOException failed) { // which the write that follows is told, too
            peek = null;
        }
    }

    private void look() {
        Awaitable<byte[]> next = peek;
        if (next == null || !next.isReady()) {
            return;
        }
        peek = null;
        try {
            if (next.result().length == 0) {
                gone.run();
            }
        } catch (Exception reset) {
            gone.run();
        }
    }

    /** The handler has ended. */
    void end() {
        isWanted = false;
        Awaitable<byte[]> next = peek;
        if (next != null) {
            peek = null;
            next.withdraw(look);
        }
    }
}
