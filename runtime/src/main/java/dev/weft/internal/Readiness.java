// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.function.IntConsumer;

/** The seam for the outside world: waits for channels, and for other threads. */
interface Readiness {
    /** As {@link dev.weft.EventLoop#watch}. */
    Registration watch(SelectableChannel channel, int interest, IntConsumer onReady) throws ClosedChannelException;

    /** Calls the handlers of the channels that are ready, without waiting. */
    void poll();

    /** As {@link #poll}, after waiting until one is ready, {@link #wakeUp} is called, or the time is over. */
    void await(long nanos);

    /** Ends the current or the next {@link #await}. Any thread. */
    void wakeUp();

    void close();
}
