// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * The name of a task that serves a request of another node, given to {@link dev.weft.EventLoop#spawn(Supplier, dev.weft.Awaitable,
 * dev.weft.ScheduledTask)}. The task keeps it, and a dump finds the request there: nothing else has to be kept for each.
 *
 * @param service what was asked for
 * @param request the id under which the other node has asked ({@link RemoteRequest#request})
 * @param caller the id that dumps give the task that asks on its node, as {@code 1.9}; empty if nobody knows
 */
public record ServedRequest(String service, RequestId request, String caller) implements Supplier<String> {
    /**
     * Refuses what is missing.
     *
     * @param service see {@link #service}
     * @param request see {@link #request}
     * @param caller see {@link #caller}
     */
    public ServedRequest {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(caller, "caller");
    }

    /**
     * Returns the name of the task. Any thread.
     *
     * @return the service and the request: {@code price for a/17}
     */
    @Override
    public String get() {
        return service + " for " + request;
    }
}
