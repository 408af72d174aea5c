// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.function.IntConsumer;

/** A transport that is no connection of TCP, though its channel may be. */
record ChannelTransport(EventLoop loop, SocketChannel channel) implements Transport {
    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        return loop.watch(channel, interest, onReady);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String identity() {
        return "here->there";
    }

    @Override
    public String peer() {
        return "there";
    }

    @Override
    public String toString() {
        return "pair " + identity();
    }
}
