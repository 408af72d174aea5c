// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel blocks here: what reaches the system returns bytes or the end, and what does not is 0. */
class InputTest {
    private SocketChannel channel;
    private Socket peer;
    private Input input;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, Loopback.HOST)) {
            channel = SocketChannel.open(new InetSocketAddress(Loopback.HOST, listener.getLocalPort()));
            peer = listener.accept();
        }
        input = new Input(channel);
    }

    @AfterEach
    void disconnect() throws IOException {
        channel.close();
        peer.close();
    }

    private int read(int most) throws IOException {
        return input.read(ByteBuffer.allocateDirect(most));
    }

    @Test
    void asksAgainOnlyWhenTheSelectorHasToldOfMore() throws IOException {
        peer.getOutputStream().write(new byte[5]);
        assertEquals(5, read(6));
        peer.getOutputStream().write(new byte[3]);
        assertEquals(0, read(6));
        input.ready();
        assertEquals(3, read(6));
    }

    @Test
    void asksAgainAfterAReadThatGotAllItAskedFor() throws IOException {
        peer.getOutputStream().write(new byte[5]);
        assertEquals(2, read(2));
        assertEquals(3, read(6));
    }

    @Test
    void tellsOfTheEndAsOftenAsItIsAsked() throws IOException {
        peer.shutdownOutput();
        assertEquals(-1, read(6));
        assertEquals(-1, read(6));
    }
}
