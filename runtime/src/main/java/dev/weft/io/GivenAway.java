// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What stands in a stream in place of the transport that it has handed over: closed, but for the stream that has that now. Loop thread only. */
final class GivenAway implements Transport {
    private final Transport transport;

    /** The stream that has the transport; null while it is being made. */
    @Nullable
    ByteStream successor;

    /** Whom to tell of readiness: the registration is still that of the stream which has given the transport away. */
    IntConsumer onReady = bits -> {};

    GivenAway(Transport transport) {
        this.transport = transport;
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public Registration watch(int interest, IntConsumer handler) throws ClosedChannelException {
        throw isGone();
    }

    @Override
    public int read(ByteBuffer target) throws ClosedChannelException {
        throw isGone();
    }

    @Override
    public int write(ByteBuffer source) throws ClosedChannelException {
        throw isGone();
    }

    @Override
    public void shutdownOutput() throws ClosedChannelException {
        throw isGone();
    }

    private ClosedChannelException isGone() {
        return new EndpointClosedException(this + " is closed");
    }

    /** Whoever closes the old stream, as a server does whose handler has ended, closes the one that has its transport. */
    @Override
    public void close() {
        if (successor != null) {
            successor.close();
        }
    }

    @Override
    public EventLoop loop() {
        return transport.loop();
    }

    @Override
    public String identity() {
        return transport.identity();
    }

    @Override
    public @Nullable Object peer() {
        return transport.peer();
    }

    @Override
    public String toString() {
        return transport + " (handed over)";
    }
}
