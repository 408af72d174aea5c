// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loop that one writes by hand when nothing else matters: one selector, interest registered once, direct buffers. The third argument
 * says whose they are: {@code shared} is one buffer for all connections, so that a connection has one of its own only while its peer does
 * not take what it is sent; {@code own} is one for each connection, as code has it that keeps the bytes while it waits.
 */
public final class NioServer {
    private final boolean answers;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final boolean shared;
    private final ByteBuffer common = ByteBuffer.allocateDirect(Arguments.READ_SIZE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(Arguments.READ_SIZE);

    private NioServer(Arguments arguments, boolean shared) throws IOException {
        answers = arguments.answers();
        this.shared = shared;
        answer.put(Arguments.answer()).flip();
        listener.configureBlocking(false);
        if (arguments.loops() > 1) {
            listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), arguments.port()), Arguments.BACKLOG);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.of(args);
        for (int i = 0; i < arguments.loops(); i++) {
            NioServer server = new NioServer(arguments, args[2].equals("shared"));
            new Thread(server::loop).start();
        }
        Arguments.sayReady();
    }

    private void loop() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isWritable()) {
                writeRest(key);
            } else {
                serve(key);
            }
        } catch (IOException failed) {
            drop(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new State(shared ? common : newBuffer()));
        }
    }

    private static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(Arguments.READ_SIZE);
    }

    /** What a connection has: where it reads to, and what its peer has not yet taken. */
    private static final class State {
        private final ByteBuffer buffer;
        private @Nullable ByteBuffer rest;

        State(ByteBuffer buffer) {
            this.buffer = buffer;
        }
    }

    private void serve(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        State state = (State) key.attachment();
        ByteBuffer buffer = state.buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            drop(key);
        } else if (count > 0) {
            ByteBuffer source = answers ? answer.rewind() : buffer.flip();
            channel.write(source);
            if (source.hasRemaining()) {
                state.rest = !answers && !shared ? source : copyOf(source);
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }
    }

    private static ByteBuffer copyOf(ByteBuffer source) {
        return ByteBuffer.allocateDirect(source.remaining()).put(source).flip();
    }

    private static void writeRest(SelectionKey key) throws IOException {
        State state = (State) key.attachment();
        ByteBuffer rest = Objects.requireNonNull(state.rest);
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            state.rest = null;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void drop(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException failed) {
            System.err.println("closing " + key.channel() + ": " + failed);
        }
    }
}
