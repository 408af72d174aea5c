// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;

/** Who makes the turns of a loop, and on which thread. */
interface Driver {
    /** Runs a task and returns its result, or throws its failure, as {@link dev.weft.EventLoop#run} says. */
    <T> T run(Awaitable<T> main, Origin origin);

    /** Closes the loop, or waits until it is closed when somebody is at it already. */
    void close(CancelRequest request);

    /** Refuses to block a thread on which the loop has to make its turns meanwhile, if it can tell. */
    default void requireMayBlock() {}

    /** Whether the loop turns now, or will by itself when something happens. Any thread. */
    boolean isRunning();
}
