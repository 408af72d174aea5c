// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;

/**
 * Answers requests; an {@code @Async} method is one. Runs in the task of the connection, or over HTTP/2 in one of its own beside others; on the
 * loop of the connection in any case, so whatever blocks blocks all. A request whose client goes away is cancelled in it, as by {@link
 * dev.weft.ScheduledTask#cancel}.
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers a request. One of the method CONNECT comes to no handler: its client is told 501.
     *
     * @param request what is asked
     * @return a task that returns the answer; not null, and nor is that
     * @throws Exception whatever it cannot do: the client is told 500 and nothing else, or 413 for a {@link BodyTooLongException}, and it is
     *     logged
     */
    Task<HttpResponse> handle(HttpRequest request) throws Exception;
}
