// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that a task waits for another node of a cluster to answer.
 *
 * @param node the node that has to answer
 * @param address where that node is
 * @param service what it was asked for
 * @param request the id of the request, which {@link TaskInfo#serves} of the task has that serves it
 * @param sentNanos how long ago it was sent, in nanoseconds; null if nobody knows
 */
public record RemoteInfo(
        String node,
        String address,
        String service,
        String request,
        @Nullable Long sentNanos) {
    /**
     * Refuses what is missing.
     *
     * @param node see {@link #node}
     * @param address see {@link #address}
     * @param service see {@link #service}
     * @param request see {@link #request}
     * @param sentNanos see {@link #sentNanos}
     */
    public RemoteInfo {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(request, "request");
    }

    /** What was asked of whom: {@code price on b 127.0.0.1:7801}. */
    String place() {
        return service + " on " + (node + ' ' + address).strip();
    }

    /** What is said of it, but for the time: {@code price on b 127.0.0.1:7801, request a/17}. */
    @Override
    public String toString() {
        return place() + ", request " + request;
    }
}
