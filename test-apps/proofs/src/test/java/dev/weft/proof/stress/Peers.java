// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Addresses to connect to: one that answers, one that refuses, and one at which a connect waits, since nobody accepts what has come before. */
final class Peers implements AutoCloseable {
    private static final InetAddress HOST = InetAddress.getLoopbackAddress();

    /** One more than a listener takes that was asked to keep one. */
    private static final int TOO_MANY = 3;

    final InetSocketAddress echo;
    final InetSocketAddress nobody;
    final InetSocketAddress busy;
    private final ServerSocket listener = new ServerSocket(0, 1, HOST);
    private final List<SocketChannel> waiting = new ArrayList<>();

    Peers(InetSocketAddress echo) throws IOException {
        this.echo = echo;
        try (ServerSocket gone = new ServerSocket(0, 1, HOST)) {
            nobody = new InetSocketAddress(HOST, gone.getLocalPort());
        }
        busy = new InetSocketAddress(HOST, listener.getLocalPort());
        for (int i = 0; i < TOO_MANY; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(busy);
            waiting.add(channel);
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        listener.close();
    }
}
