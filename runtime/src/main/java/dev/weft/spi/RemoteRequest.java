// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.Objects;

/**
 * A request that another node has to answer: what the wait for the answer gives as {@link dev.weft.WaitDescription#owner()}, with the kind
 * {@code remote}. A dump then says which node that is, and links the wait to the task that serves it, if it has that.
 *
 * @param node the node that has to answer
 * @param address where that node is, for people
 * @param service what it was asked for
 * @param request the id under which it was asked, as the task has it that serves it ({@link ServedRequest#request})
 * @param sentNanos when it was sent, on the clock of {@link dev.weft.EventLoop#nanoTime()}
 */
public record RemoteRequest(String node, String address, String service, RequestId request, long sentNanos) {
    /**
     * Refuses what is missing.
     *
     * @param node see {@link #node}
     * @param address see {@link #address}
     * @param service see {@link #service}
     * @param request see {@link #request}
     * @param sentNanos see {@link #sentNanos}
     */
    public RemoteRequest {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(request, "request");
    }

    /** The node and where it is: {@code b 127.0.0.1:7801}. */
    @Override
    public String toString() {
        return node + ' ' + address;
    }
}
