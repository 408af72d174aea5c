// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * Waits until a channel of {@code java.nio} is ready, for whoever reads and writes it himself: a pipe, a socket with a protocol of its own, a
 * channel of another library. The channel stays the caller's, and is closed by him, after this.
 *
 * <pre>{@code
 * try (ChannelReadiness pipe = ChannelReadiness.of(source)) {
 *     while (source.read(buffer) == 0) {
 *         await(pipe.readable());
 *     }
 * }
 * }</pre>
 *
 * <p>Any number of tasks may wait for the same, and are all woken. A channel may have several of these, and be watched besides ({@link
 * EventLoop#watch}): they know nothing of one another. Loop thread only, except where the text says otherwise.
 */
public final class ChannelReadiness implements AutoCloseable {
    private final EventLoop loop;
    private final SelectableChannel channel;
    private final Registration registration;
    private final Readying reading;
    private final Readying writing;
    private final Lifetime lifetime;

    private ChannelReadiness(EventLoop loop, SelectableChannel channel) throws ClosedChannelException {
        this.loop = loop;
        this.channel = channel;
        reading = new Readying(this, "readable", this::readingBit);
        writing = new Readying(this, "writable", this::writingBit);
        registration = loop.watch(channel, 0, this::ready);
        lifetime = new Watching();
    }

    /**
     * Begins to watch a channel on the loop of this thread.
     *
     * @param channel a channel in non-blocking mode
     * @return what is awaited; to be closed before the channel is
     * @throws ClosedChannelException if the channel is closed
     * @throws IllegalStateException if the channel is in blocking mode, or no event loop runs on this thread
     * @throws UnsupportedOperationException if the loop watches no channels, as a simulated one
     */
    public static ChannelReadiness of(SelectableChannel channel) throws ClosedChannelException {
        Objects.requireNonNull(channel, "channel");
        return new ChannelReadiness(LoopThread.current("ChannelReadiness.of(...)"), channel);
    }

    // ------------------------------------------------------------------ what is awaited

    /**
     * Suspends until there is something to be read, or the end of the stream, a failure, or a connection to be accepted. As often as there
     * is: reading nothing in between, it comes back again. Cancel-safe. To be awaited once.
     *
     * @return an awaitable without a result
     * @throws IOException when awaited: this is closed, with {@link java.nio.channels.AsynchronousCloseException}
     * @throws UnsupportedOperationException if the channel is never read, as the sink of a pipe
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> readable() throws IOException {
        return reading.level();
    }

    /**
     * Suspends until something can be written, or a connection that is being opened has an outcome. As often as it can. Cancel-safe. To be
     * awaited once.
     *
     * @return an awaitable without a result
     * @throws IOException when awaited: this is closed, with {@link java.nio.channels.AsynchronousCloseException}
     * @throws UnsupportedOperationException if the channel is never written, as the source of a pipe
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> writable() throws IOException {
        return writing.level();
    }

    /**
     * Suspends until there is something new to be read, since the last one of these has come back. For whoever then reads until there is
     * nothing: it stays registered in between, and takes no system call of its own. What comes while nobody waits is not forgotten. As the
     * JDK's selector tells what is there and not what is new, it comes back at once if something was left, and now and then once too often. Cancel-safe: an edge that a
     * cancelled task was woken by is told to the next. To be awaited once.
     *
     * @return an awaitable without a result
     * @throws IOException when awaited: this is closed, with {@link java.nio.channels.AsynchronousCloseException}
     * @throws UnsupportedOperationException if the channel is never read, as the sink of a pipe
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> readableEdge() throws IOException {
        return reading.edge();
    }

    /**
     * Suspends until something can be written anew, since the last one of these has come back. For whoever then writes until nothing is
     * taken, and else as {@link #readableEdge()}.
     *
     * @return an awaitable without a result
     * @throws IOException when awaited: this is closed, with {@link java.nio.channels.AsynchronousCloseException}
     * @throws UnsupportedOperationException if the channel is never written, as the source of a pipe
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> writableEdge() throws IOException {
        return writing.edge();
    }

    // ------------------------------------------------------------------ what it is watched for

    private int readingBit() {
        return channel.validOps() & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT);
    }

    /** Interest in an outcome would spin once there is one, and in writing before. */
    private int writingBit() {
        return channel instanceof SocketChannel socket && !socket.isConnected()
                ? SelectionKey.OP_CONNECT
                : channel.validOps() & SelectionKey.OP_WRITE;
    }

    private void ready(int bits) {
        reading.ready(bits);
        writing.ready(bits);
        watch();
    }

    /** Has the channel watched for what is waited for, and no more. */
    void watch() {
        if (!isClosed()) {
            registration.interest(reading.interest() | writing.interest());
        }
    }

    EventLoop loop() {
        return loop;
    }

    boolean isClosed() {
        return lifetime.isOver();
    }

    // ------------------------------------------------------------------ its life

    /**
     * Watches the channel no longer. Who waits gets {@link
     * java.nio.channels.AsynchronousCloseException}, and so does who awaits later. Does not close the
     * channel. Never suspends. Idempotent; nothing happens once the loop is closed, which does this.
     *
     * @throws IllegalStateException on another thread, if it is open
     */
    @Override
    public void close() {
        lifetime.end();
    }

    private final class Watching extends Lifetime {
        Watching() {
            begin();
        }

        @Override
        protected EventLoop loop() {
            return loop;
        }

        @Override
        protected void release() {
            registration.cancel();
        }

        @Override
        protected void tellReader() {
            reading.closed();
        }

        @Override
        protected void tellWriter() {
            writing.closed();
        }

        @Override
        protected Object owner() {
            return ChannelReadiness.this;
        }
    }

    /** The channel, for messages. */
    @Override
    public String toString() {
        return "readiness of " + channel;
    }
}
