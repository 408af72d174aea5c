// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A transport over streams that block, such as a file, the pipes of a process, or {@code System.in}: a thread of an executor makes each
 * call, of at most 64 KiB. Reading is ahead of the reader by one such call. While a call blocks it keeps its thread, also when nobody waits
 * for it any more, so the executor is one that has a thread for each stream that may block for long.
 *
 * <p>A write is over when the stream has taken the bytes, and was flushed; what of it failed is thrown by that write. Of a cancelled one
 * a call that has begun goes on, and what fails in it is thrown by the next. Loop thread only, but for its names and {@link #isOpen}.
 */
public final class BlockingTransport implements Transport {
    private final EventLoop loop;
    private final String name;
    private final Told told = new Told(this);
    private final @Nullable BlockingInput input;
    private final @Nullable BlockingOutput output;
    private volatile boolean open = true;

    private BlockingTransport(
            EventLoop loop,
            String name,
            @Nullable InputStream input,
            @Nullable OutputStream output,
            Executor executor) {
        this.loop = loop;
        this.name = name;
        this.input = input == null ? null : new BlockingInput(this, input, executor);
        this.output = output == null ? null : new BlockingOutput(this, output, executor);
    }

    /**
     * Makes a transport for the loop of the calling thread.
     *
     * @param name what messages and dumps call it
     * @param input what is read; null if nothing can be
     * @param output what is written; null if nothing can be
     * @param executor whose threads make the calls that block
     * @return the transport, which owns both streams from now on, and closes them on a thread of the executor
     * @throws IllegalStateException if the thread runs no loop
     */
    public static BlockingTransport of(
            String name, @Nullable InputStream input, @Nullable OutputStream output, Executor executor) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(executor, "executor");
        EventLoop loop = LoopThread.current("BlockingTransport.of(...)");
        return new BlockingTransport(loop, name, input, output, executor);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        if (input == null) {
            throw new IOException(name + " is for writing, and cannot be read");
        }
        return input.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        requireOpen();
        if (output == null) {
            throw new IOException(name + " is for reading, and cannot be written");
        }
        return output.write(source);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new EndpointClosedException(name + " is closed");
        }
    }

    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        requireOpen();
        return told.watch(interest, onReady);
    }

    /** What this is ready for of an interest, as bits of {@link SelectionKey}. Begins to read where that is what is asked for. */
    int ready(int interest) {
        int bits = 0;
        if (open && (interest & SelectionKey.OP_READ) != 0 && (input == null || input.isReady())) {
            bits |= SelectionKey.OP_READ;
        }
        if (open && (interest & SelectionKey.OP_WRITE) != 0 && (output == null || output.isReady())) {
            bits |= SelectionKey.OP_WRITE;
        }
        return bits;
    }

    /** What this is ready for may have changed. */
    void changed() {
        told.announce();
    }

    /** Runs something on the loop's thread; false if the loop is closed, so that nobody is there for it. Any thread. */
    boolean post(Runnable action) {
        try {
            loop.post(action);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    /** Closes a stream where that keeps nobody, and here if there is no such place any more. */
    void closeOn(Executor executor, Runnable closing) {
        try {
            executor.execute(closing);
        } catch (RejectedExecutionException shutDown) {
            closing.run();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        requireOpen();
        if (output != null) {
            output.close();
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            told.cancel();
            if (input != null) {
                input.close();
            }
            if (output != null) {
                output.close();
            }
        }
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public String identity() {
        return name;
    }

    @Override
    public @Nullable Object peer() {
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
