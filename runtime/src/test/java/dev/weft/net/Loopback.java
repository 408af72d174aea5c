// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** A loop, a connection of that loop, and a plain socket at its other end. */
final class Loopback extends LoopFixture {
    static final InetAddress HOST = InetAddress.getLoopbackAddress();

    final Connection connection;
    final Socket peer;

    Loopback() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, HOST)) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
            peer = listener.accept();
            peer.setTcpNoDelay(true);
            peer.setSoTimeout(60_000); // a read from a broken connection hears no interrupt
            connection = Connection.over(loop, channel);
        }
    }

    void send(byte[] bytes) throws IOException {
        peer.getOutputStream().write(bytes);
    }

    @Override
    protected void close() throws IOException {
        close(connection);
        peer.close();
    }
}
