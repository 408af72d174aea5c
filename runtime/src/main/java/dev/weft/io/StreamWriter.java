// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Writes to a stream without waiting: what is written is collected, and goes out in the background, all of a turn of the loop together.
 * Any number of tasks may write; what one call writes stays together.
 *
 * <pre>{@code
 * StreamWriter writer = StreamWriter.of(connection);
 * for (Row row : rows) {
 *     writer.write(row.toBytes());
 *     await(writer.drain());
 * }
 * await(writer.flush());
 * }</pre>
 *
 * <p>{@link #drain} is what keeps a slow peer from having all of it collected: it waits while more is left than the high-water mark. What
 * fails in the background is thrown by every call that follows. Nothing is lost by a cancellation; what is left when the stream is closed is
 * lost, and that is logged, so await {@link #flush} or {@link #finish} before.
 *
 * <p>A stream has one writer. Whoever writes to the stream itself, sends a file or upgrades it awaits {@link #flush} before: while the writer
 * holds bytes that is refused by an {@link IllegalStateException}, for it would overtake them. The stream stays with whoever closes it. An
 * idle writer holds no buffer. Loop thread only, but for making awaitables; no argument may be null.
 */
public final class StreamWriter {
    private static final int HIGH_WATER_MARK = 64 * 1024;

    private final ByteStream stream;
    private final int mark;
    private final Backlog backlog;

    private StreamWriter(ByteStream stream, int mark) {
        this.stream = stream;
        this.mark = mark;
        this.backlog = new Backlog(stream);
    }

    /**
     * Makes a writer whose high-water mark is 64 KiB.
     *
     * @param stream where to write
     * @return the writer
     */
    public static StreamWriter of(ByteStream stream) {
        return of(stream, HIGH_WATER_MARK);
    }

    /**
     * Makes a writer.
     *
     * @param stream where to write
     * @param highWaterMark how many bytes may be left, at most, for {@link #drain} not to wait; with 0 it waits for all
     * @return the writer
     * @throws IllegalArgumentException if the mark is negative
     */
    public static StreamWriter of(ByteStream stream, int highWaterMark) {
        Objects.requireNonNull(stream, "stream");
        if (highWaterMark < 0) {
            throw new IllegalArgumentException("a high-water mark of " + highWaterMark + " bytes; it is zero or more");
        }
        return new StreamWriter(stream, highWaterMark);
    }

    /**
     * Writes bytes: copies them, to be sent in the background. Never suspends.
     *
     * @param bytes the bytes, which are the caller's again
     * @throws IOException what has failed in the background; or {@link java.nio.channels.ClosedChannelException} after {@link #finish}
     * @throws IllegalStateException on another thread; or while another task writes to the stream, or another writer of it holds bytes
     */
    public void write(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * Writes what remains in buffers, one behind the other, as {@link #write(byte[])}.
     *
     * @param buffers none of them twice, which are at their limits then, and the caller's again
     * @throws IOException as {@link #write(byte[])}
     * @throws IllegalArgumentException if one that has bytes is there twice
     * @throws IllegalStateException as {@link #write(byte[])}
     */
    public void write(ByteBuffer... buffers) throws IOException {
        Distinct.require(buffers, "buffers", stream);
        LoopThread.require(stream.loop(), "write(...)", this);
        backlog.collect(buffers);
    }

    /**
     * Returns how many bytes were written and not taken by the stream's transport yet.
     *
     * @return the number; 0 when all is out, or has failed
     */
    public long pending() {
        return backlog.pending();
    }

    /** Whether it holds nothing, and nothing is under way. */
    boolean isIdle() {
        return backlog.isIdle();
    }

    /**
     * Suspends while more is left of what was written by now than the high-water mark. Cancel-safe: what is left is sent all the same.
     *
     * @return an awaitable without a result, to be awaited once
     * @throws IOException when awaited: what has failed in the background
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> drain() throws IOException {
        return new Drained(backlog, "drain", mark, false);
    }

    /**
     * Suspends until the stream's transport has taken all that was written by now. Begins at once, and not in a turn to come. Cancel-safe:
     * what is left is sent all the same.
     *
     * @return an awaitable without a result, to be awaited once
     * @throws IOException when awaited: what has failed in the background
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> flush() throws IOException {
        return new Drained(backlog, "flush", 0, false);
    }

    /**
     * Suspends until the stream's transport has taken all, and then {@linkplain ByteStream#shutdownOutput ends the stream to the peer}.
     * Nothing can be written any more from the moment on that it is awaited. Reading goes on. Cancel-safe: what is left is sent all the
     * same, and it can be called again to end the stream.
     *
     * @return an awaitable without a result, to be awaited once
     * @throws IOException when awaited: what has failed in the background, or the end of the output
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> finish() throws IOException {
        return new Drained(backlog, "finish", 0, true);
    }

    /** The name of the stream, for messages. */
    @Override
    public String toString() {
        return backlog.toString();
    }
}
