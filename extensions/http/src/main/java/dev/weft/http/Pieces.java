// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/** Asks what makes a body for its pieces, and tells its failures from those of a connection. Loop thread only. */
final class Pieces {
    private final AsyncGenerator<byte[]> pieces;
    private final long length;
    private long made;

    /** @param length how many bytes all of them are to have; -1 if nobody has said so */
    Pieces(AsyncGenerator<byte[]> pieces, long length) {
        this.pieces = pieces;
        this.length = length;
    }

    /** Suspends until there is a piece. False at the end. */
    @Async
    Task<Boolean> next() throws MakingException {
        try {
            boolean isPiece = await(pieces.next());
            made += isPiece ? current().length : 0;
            requireLength(!isPiece);
            return Task.of(isPiece);
        } catch (CancellationException cancelled) {
            if (Handling.isAskedToEnd()) {
                throw cancelled;
            }
            throw new MakingException(cancelled); // of something that it awaited
        } catch (Throwable failed) {
            throw new MakingException(failed);
        }
    }

    byte[] current() {
        return pieces.current();
    }

    /** Refuses more than was said, or less in the end: who reads it takes what is missing from what comes next. */
    private void requireLength(boolean isOver) throws IOException {
        if (length >= 0 && (made > length || (isOver && made < length))) {
            throw new IOException(
                    "the body has " + made + (isOver ? "" : " or more") + " bytes, where " + length + " were said");
        }
    }
}
