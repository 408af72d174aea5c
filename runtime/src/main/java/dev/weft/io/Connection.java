// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection, owned by the loop on whose thread it was made.
 *
 * <p>At most one read and one write at a time: a second one fails with {@link IllegalStateException} while another task
 * waits in the first. Reading and writing are independent. What {@code read} and {@code write} return does nothing until
 * it is awaited, and is to be awaited once. Small writes are sent at once ({@code TCP_NODELAY}).
 *
 * <p>Loop thread only, except where the text says otherwise. The awaitables may be made on any thread, which can block on
 * them or give them a callback; the operation itself runs on the loop. Awaited on another thread they throw {@link
 * IllegalStateException}.
 *
 * <p>Whoever holds a connection closes it; a {@link ConnectionHandler}'s connection is closed when the handler ends.
 * No argument may be null.
 */
public final class Connection implements AutoCloseable {
    private final EventLoop loop;
    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress peer;
    private final Interest interest;
    private final Direction input;
    private final Direction output;
    private final Input incoming;
    private final HeldBytes held = new HeldBytes();

    /** Operations whose results were taken, for the next call; null while handed out. */
    private @Nullable ReadInto spareRead;

    private @Nullable Write spareWrite;

    /** Takes over a channel that is connected; the caller closes that if this fails. */
    Connection(EventLoop loop, SocketChannel channel) throws IOException {
        this.loop = loop;
        this.channel = channel;
        incoming = new Input(channel);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        local = connected(channel.getLocalAddress());
        peer = connected(channel.getRemoteAddress());
        interest = new Interest(loop, channel, this::ready);
        input = new Direction(SelectionKey.OP_READ, interest);
        output = new Direction(SelectionKey.OP_WRITE, interest);
    }

    private static InetSocketAddress connected(java.net.@Nullable SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress socketAddress) {
            return socketAddress;
        }
        throw new SocketException("the socket is not connected");
    }

    // ------------------------------------------------------------------ reading

    /**
     * Suspends until something was read: reads what is there, at most what fits into the buffer, and moves its position.
     * A heap buffer gets at most 64 KiB at a time. Cancel-safe: a cancelled read has taken nothing from the stream.
     *
     * @param target where to put the bytes; not to be touched until the result is there
     * @return an awaitable of the number of bytes: -1 at the end of the stream, 0 only if the buffer has no room
     * @throws IOException when awaited: the connection failed or is closed, with {@link ClosedChannelException}, or {@link
     *     java.nio.channels.AsynchronousCloseException} if it was closed meanwhile
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Integer> read(ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("read into a read-only buffer");
        }
        ReadInto read = null;
        if (loop.isLoopThread()) {
            read = spareRead;
            spareRead = null;
        }
        return (read == null ? new ReadInto(this, input) : read).into(target);
    }

    /**
     * Suspends until something was read, and gives it in an array of that size. Cancel-safe: a cancelled read has taken
     * nothing from the stream.
     *
     * @param max the most to read, in bytes; more than 64 KiB do not come at once
     * @return an awaitable of the bytes: none at the end of the stream, or if {@code max} is 0
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if {@code max} is negative
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<byte[]> read(int max) throws IOException {
        return new ReadSome(this, input, notNegative(max));
    }

    /**
     * Suspends until a known number of bytes was read. Cancel-safe: what had come when it was cancelled, or when the stream
     * ended, is given by the reads that follow.
     *
     * @param count how many bytes
     * @return an awaitable of that many bytes
     * @throws java.io.EOFException when awaited and the stream ends before; the message says how many bytes had come
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if {@code count} is negative
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<byte[]> readExactly(int count) throws IOException {
        return new ReadExactly(this, input, notNegative(count));
    }

    private static int notNegative(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a negative number of bytes: " + count);
        }
        return count;
    }

    // ------------------------------------------------------------------ writing

    /**
     * Suspends until the socket has taken all that remains in the buffer, waiting for a slow peer as long as it takes; that
     * delays no one else. Not cancel-safe: a part may have been sent, up to the buffer's position.
     *
     * @param source the bytes; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> write(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source, "source");
        Write write = null;
        if (loop.isLoopThread()) {
            write = spareWrite;
            spareWrite = null;
        }
        return (write == null ? new Write(this, output) : write).of(source);
    }

    /**
     * Suspends until the socket has taken all the bytes, as {@link #write(ByteBuffer)}. Not cancel-safe: a part may have
     * been sent, and there is no telling how much.
     *
     * @param source the bytes; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     */
    public Awaitable<Void> write(byte[] source) throws IOException {
        return write(ByteBuffer.wrap(source));
    }

    /**
     * Ends the stream to the peer, which reads what was written and then the end. Reading goes on. Never suspends.
     * Idempotent.
     *
     * @throws IOException if the connection failed or is closed
     * @throws IllegalStateException on another thread, or while a write waits
     */
    public void shutdownOutput() throws IOException {
        requireLoopThread("shutdownOutput()");
        if (output.isTaken()) {
            throw new IllegalStateException("A write waits on " + this + "; await it before shutdownOutput().");
        }
        channel.shutdownOutput();
    }

    // ------------------------------------------------------------------ its life

    /**
     * Closes the connection. A task that waits in a read or write gets {@link
     * java.nio.channels.AsynchronousCloseException}; later ones get {@link ClosedChannelException}. The peer sees the end
     * of the stream at once; the file descriptor is released when the loop next asks for readiness. Never suspends.
     * Idempotent.
     *
     * @throws IllegalStateException on another thread
     */
    @Override
    public void close() {
        requireLoopThread("close()");
        if (!channel.isOpen()) {
            return;
        }
        Channels.close(channel);
        input.closed();
        output.closed();
    }

    /**
     * Whether {@link #close()} has not been called. A connection that the peer has closed stays open. Any thread.
     *
     * @return true if it is open
     */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Returns the address of this end, also after closing. Any thread.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return local;
    }

    /**
     * Returns the address of the other end, also after closing. Any thread.
     *
     * @return the address
     */
    public InetSocketAddress peerAddress() {
        return peer;
    }

    /** Both addresses, for messages. */
    @Override
    public String toString() {
        return "connection " + identity();
    }

    // ------------------------------------------------------------------ for the operations

    private void ready(int bits) {
        if ((bits & SelectionKey.OP_READ) != 0) {
            incoming.ready();
        }
        input.ready(bits);
        output.ready(bits);
    }

    String identity() {
        return Addresses.text(local) + "->" + Addresses.text(peer);
    }

    EventLoop loop() {
        return loop;
    }

    SocketChannel channel() {
        return channel;
    }

    Input incoming() {
        return incoming;
    }

    HeldBytes held() {
        return held;
    }

    void spare(ReadInto read) {
        spareRead = read;
    }

    void spare(Write write) {
        spareWrite = write;
    }

    void requireLoopThread(String operation) {
        LoopThread.require(loop, operation, this);
    }

    /** Refuses an operation on a closed connection, and one while another waits in the same direction. */
    void requireFree(Direction direction, SocketOperation<?> operation) throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (direction.isTakenBySomeoneElseThan(operation)) {
            throw new IllegalStateException("Another task waits in a " + direction.verb() + " on " + this
                    + "; one at a time. Await that first, or put a lock around both.");
        }
    }
}
