// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** An echo of datagrams, written by hand: one buffer, and all that is there before it selects again. */
public final class NioDatagrams {
    private NioDatagrams() {}

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        try (Selector selector = Selector.open();
                DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Arguments.of(args).port()));
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer buffer = ByteBuffer.allocateDirect(Arguments.READ_SIZE);
            Arguments.sayReady();
            while (true) {
                selector.select(key -> {});
                for (SocketAddress peer = channel.receive(buffer); peer != null; peer = channel.receive(buffer)) {
                    channel.send(buffer.flip(), peer);
                    buffer.clear();
                }
            }
        }
    }
}
