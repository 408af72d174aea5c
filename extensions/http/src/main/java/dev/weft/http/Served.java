// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that is over.
 *
 * @param request the head that came; its body is not to be read any more
 * @param status that was sent, also if not all of the answer was; 0 if none was, as when the client has gone
 * @param sent the bytes of the body that were given to the connection, without what frames them
 * @param duration from the end of the head to the end of the answer
 * @param failure why it has ended early: what the handler has thrown, or what the connection has; null if it has not
 */
public record Served(
        HttpRequest request,
        int status,
        long sent,
        Duration duration,
        @Nullable Throwable failure) {
    /** A line as a log of accesses has: who, what, the status, the length and the time. */
    @Override
    public String toString() {
        return request.peer().getHostString() + " \"" + request + "\" " + status + ' ' + sent + " bytes "
                + duration.toMillis() + " ms" + (failure == null ? "" : ", " + failure);
    }
}
