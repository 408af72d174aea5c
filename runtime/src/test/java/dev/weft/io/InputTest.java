// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel blocks here: what reaches the system returns bytes or the end, and what does not is 0. */
class InputTest {
    private SocketChannel channel;
    private SocketChannel peer;
    private final EventLoop loop = EventLoop.simulated(1);
    private Input input;

    @BeforeEach
    void connect() throws IOException {
        SocketChannel[] ends = StreamPair.channels(StreamPair.Kind.UNIX);
        channel = ends[0];
        peer = ends[1];
        ChannelTransport transport = new ChannelTransport(loop, channel);
        input = new Input(transport, new Interest(transport, bits -> {}));
    }

    @AfterEach
    void disconnect() throws IOException {
        channel.close();
        peer.close();
        loop.close();
    }

    private int read(int most) throws IOException {
        return input.read(ByteBuffer.allocateDirect(most));
    }

    @Test
    void asksAgainOnlyWhenTheSelectorHasToldOfMore() throws IOException {
        peer.write(ByteBuffer.allocate(5));
        assertEquals(5, read(6));
        peer.write(ByteBuffer.allocate(3));
        assertEquals(0, read(6));
        input.ready(SelectionKey.OP_READ);
        assertEquals(3, read(6));
    }

    @Test
    void asksAgainAfterAReadThatGotAllItAskedFor() throws IOException {
        peer.write(ByteBuffer.allocate(5));
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
