// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;

/** That of the body of a request, for which its time is limited, and which may be waited for with a word that it is wanted. */
final class ServerExchange extends Exchange {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private final Limits limits;
    private final Departure departure;

    /** Whether the client waits to be told that it may send its body. */
    private boolean isExpected;

    ServerExchange(Input input, Limits limits, Departure departure, boolean isExpected) {
        super(input, "client");
        this.limits = limits;
        this.departure = departure;
        this.isExpected = isExpected;
    }

    @Override
    @Async
    Task<Void> continues() throws IOException {
        if (isExpected) {
            isExpected = false;
            await(input.stream.write(CONTINUE));
        }
        limits.waitsForBody();
        return Task.done();
    }

    @Override
    boolean isExpected() {
        return isExpected;
    }

    @Override
    void progresses(boolean isOver) {
        limits.handles();
        if (isOver) {
            departure.requestIsOver();
        }
    }
}
