// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.io.ByteStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the client goes away while its request is handled. What it sends meanwhile, such as its next request, stays in the stream, and
 * from then on nobody looks. Loop thread only.
 */
final class Departure {
    private final ByteStream stream;
    private final Runnable gone;
    private final Waiter look = this::look;
    private @Nullable Awaitable<byte[]> peek;

    /** Whether a handler runs that is to be cancelled. */
    private boolean isWanted;

    Departure(ByteStream stream, Runnable gone) {
        this.stream = stream;
        this.gone = gone;
    }

    /** A handler begins. */
    void begin() {
        isWanted = true;
    }

    /** Nothing more of the request is to come, so that an end is the client's. */
    void requestIsOver() {
        if (isWanted && peek == null) {
            watch();
        }
    }

    private void watch() {
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
