// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Is told of each request that is over, however it ended: for a log of accesses, or for meters. Runs on the loop of the connection, so it must
 * not block. What it throws is logged, and changes nothing.
 *
 * <pre>{@code
 * HttpOptions options = HttpOptions.defaults().observer(HttpObserver.lines(log::info));
 * }</pre>
 */
@FunctionalInterface
public interface HttpObserver {
    /** Does nothing. */
    HttpObserver NONE = served -> {};

    /**
     * A request is over that a handler had, or that was answered in place of one.
     *
     * @param served the request, its answer, and how long it took
     */
    void served(Served served);

    /**
     * Something was refused that has not become a request. A connection that ends before its client has sent a whole head is not told, unless its
     * time was over. Does nothing unless it is overridden.
     *
     * @param refused who has sent it, and why it was refused
     */
    default void refused(Refused refused) {}

    /**
     * Returns one that makes a line of each request, and of what was refused.
     *
     * @param log gets the lines, on the loops of the connections
     * @return the observer
     */
    static HttpObserver lines(Consumer<String> log) {
        Objects.requireNonNull(log, "log");
        return new HttpObserver() {
            @Override
            public void served(Served served) {
                log.accept(served.toString());
            }

            @Override
            public void refused(Refused refused) {
                log.accept(refused.toString());
            }
        };
    }
}
