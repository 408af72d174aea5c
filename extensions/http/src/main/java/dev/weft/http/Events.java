// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks for the pieces of an answer; of events, which would go on for ever, until the server stops. Loop thread only. */
final class Events {
    private boolean isOver;

    /** Of who waits for an event, which nobody but this ends; null while nobody does. */
    private @Nullable TimeoutScope waiting;

    /** As {@link Pieces#next}; of events false as well once they are over. What makes them is cancelled then, where it waits. */
    Task<Boolean> next(Pieces pieces, HttpResponse response) throws MakingException {
        return response.isOfEvents() ? nextEvent(pieces) : pieces.next();
    }

    @Async
    private Task<Boolean> nextEvent(Pieces pieces) throws MakingException {
        if (isOver) {
            return Task.of(false);
        }
        TimeoutScope scope = TimeoutScope.never();
        waiting = scope;
        Boolean isPiece = await(scope.moveOn(limit -> awaited(pieces)));
        return Task.of(isPiece != null && isPiece);
    }

    @Async
    private Task<Boolean> awaited(Pieces pieces) throws MakingException {
        try {
            return Task.of(await(pieces.next()));
        } finally {
            waiting = null;
        }
    }

    /** The server stops. */
    void end() {
        isOver = true;
        if (waiting != null) {
            waiting.reschedule(Duration.ZERO);
        }
    }
}
