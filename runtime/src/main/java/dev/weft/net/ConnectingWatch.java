// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.IntConsumer;

/**
 * The registration of a channel that connects, which the connection goes on with: a loop watches a channel once, and to let go of it and
 * watch it again would cost a system call. Loop thread only.
 */
final class ConnectingWatch implements IntConsumer {
    private final Registration registration;
    private IntConsumer onReady;

    ConnectingWatch(EventLoop loop, SocketChannel channel, IntConsumer onConnected) throws ClosedChannelException {
        onReady = onConnected;
        registration = loop.watch(channel, SelectionKey.OP_CONNECT, this);
    }

    /** The outcome is there. */
    void connected() {
        registration.interest(0);
    }

    /** Watches for something else, on behalf of somebody else. */
    Registration handOver(int interest, IntConsumer newOnReady) {
        onReady = newOnReady;
        registration.interest(interest);
        return registration;
    }

    @Override
    public void accept(int ready) {
        onReady.accept(ready);
    }
}
