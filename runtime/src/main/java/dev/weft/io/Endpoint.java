// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.nio.channels.ClosedChannelException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation of I/O acts on: a socket, one end of a pipe, or something in memory that behaves like one. It belongs to one loop, says
 * what it is ready for, and has a name. Its {@code toString()} is that name in messages, such as {@code connection
 * 127.0.0.1:50000->127.0.0.1:80}. Names are asked for only when a message or a dump is made.
 *
 * <p>Loop thread only, except where the text says otherwise.
 */
public interface Endpoint {
    /**
     * Returns the loop on whose thread this is used. Any thread.
     *
     * @return the loop, not null
     */
    EventLoop loop();

    /**
     * Whether it has not been closed at this end. Any thread.
     *
     * @return true if it is open
     */
    boolean isOpen();

    /**
     * Watches for readiness, as {@link EventLoop#watch} does for a channel: the handler is called again as long as the endpoint is ready
     * for something of the interest, also if it became so before the interest was set. Called once.
     *
     * @param interest bits of {@link java.nio.channels.SelectionKey}
     * @param onReady called on the loop's thread, never from inside this method, with the bits that are ready; not null
     * @return the registration, through which the interest is changed; not null
     * @throws ClosedChannelException if it is closed
     */
    Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException;

    /**
     * Returns what tells this from others of its kind, for dumps. Any thread.
     *
     * @return such as both addresses of a connection, not null
     */
    String identity();

    /**
     * Returns who has to act before a wait on this ends, for dumps. Any thread.
     *
     * @return such as the peer's address; null if nobody in particular
     */
    @Nullable
    Object peer();
}
