// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/**
 * Is told of each request that is over, however it ended: for a log of accesses, or for meters. Runs on the loop of the connection, so it must
 * not block. What it throws is logged, and changes nothing.
 *
 * <pre>{@code
 * HttpOptions options = HttpOptions.defaults().observer(served -> log.info(served.toString()));
 * }</pre>
 */
@FunctionalInterface
public interface HttpObserver {
    /** Does nothing. */
    HttpObserver NONE = served -> {};

    /**
     * A request is over.
     *
     * @param served the request, its answer, and how long it took
     */
    void served(Served served);
}
