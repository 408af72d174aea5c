// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.util.concurrent.CancellationException;

/** Asks for the pieces of a body, so that what makes them fails otherwise than the connection that they go over. */
final class Pieces {
    private Pieces() {}

    /** Suspends until there is a piece. False at the end. */
    @Async
    static Task<Boolean> next(AsyncGenerator<byte[]> pieces) throws MakingException {
        try {
            return Task.of(await(pieces.next()));
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (Throwable failed) {
            throw new MakingException(failed);
        }
    }
}
