// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.NotCancelSafe;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Bytes to and from a peer, read and written by awaiting, whatever transports them. It is owned by one loop.
 *
 * <p>At most one read and one write at a time: a second one fails with {@link IllegalStateException} while another task
 * waits in the first. Reading and writing are independent. What {@code read} and {@code write} return does nothing until
 * it is awaited, and is to be awaited once.
 *
 * <p>Loop thread only, except where the text says otherwise. The awaitables may be made on any thread, which can block on
 * them or give them a callback; the operation itself runs on the loop. Awaited on another thread they throw {@link
 * IllegalStateException}.
 *
 * <p>Whoever holds a stream closes it; what is open when the loop closes is closed by that. No argument may be null. Subclasses add what is
 * known of a kind of stream, such as its addresses.
 */
public class ByteStream implements AutoCloseable {
    final StreamDuplex duplex;

    /**
     * Makes a stream, which owns its transport from now on.
     *
     * @param transport what carries the bytes; not null, open, and used by nothing else
     * @throws IllegalStateException if the transport's loop is closed; the transport is the caller's still
     */
    public ByteStream(Transport transport) {
        duplex = new StreamDuplex(Objects.requireNonNull(transport, "transport"));
    }

    // ------------------------------------------------------------------ reading

    /**
     * Suspends until something was read: reads what is there, at most what fits into the buffer, and moves its position. A heap buffer
     * gets at most 64 KiB at a time. Cancel-safe: a cancelled read has taken nothing from the stream. What was read for nobody, by a part
     * of a {@link dev.weft.Weft#gather} that failed, lies in the buffer.
     *
     * @param target where to put the bytes; not to be touched until the result is there
     * @return an awaitable of the number of bytes: -1 at the end of the stream, 0 only if the buffer has no room
     * @throws IOException when awaited: the transport failed or is closed, with {@link ClosedChannelException}, or {@link
     *     java.nio.channels.AsynchronousCloseException} if it was closed meanwhile
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<Integer> read(ByteBuffer target) throws IOException {
        if (Objects.requireNonNull(target, "target").isReadOnly()) {
            throw new IllegalArgumentException("read into a read-only buffer");
        }
        return new ReadInto(duplex, target);
    }

    /**
     * Suspends until something was read, and gives it in an array of that size. Cancel-safe: a cancelled read has taken
     * nothing from the stream. What was read for nobody, by a part of a {@link dev.weft.Weft#gather} that failed, goes back to the stream.
     *
     * @param max the most to read, in bytes; more than 64 KiB do not come at once
     * @return an awaitable of the bytes: none at the end of the stream, or if {@code max} is 0
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if {@code max} is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<byte[]> read(int max) throws IOException {
        return new ReadSome(duplex, notNegative(max));
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
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<byte[]> readExactly(int count) throws IOException {
        return new ReadExactly(duplex, notNegative(count));
    }

    /**
     * Suspends until a separator was read, such as the end of a line, and gives all up to it and with it. Cancel-safe: what had come when
     * it was cancelled, or when the stream ended, is given by the reads that follow, and so is what came behind the separator.
     *
     * @param separator the bytes to look for, at least one; copied
     * @param max the most to hold, in bytes, the separator included
     * @return an awaitable of the bytes, the separator at their end
     * @throws LimitOverrunException when awaited, if there is no separator within {@code max} bytes; these are given by the reads that
     *     follow
     * @throws java.io.EOFException when awaited and the stream ends before; the message says how many bytes had come
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if the separator is empty, or longer than {@code max}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<byte[]> readUntil(byte[] separator, int max) throws IOException {
        byte[] copy = Objects.requireNonNull(separator, "separator").clone();
        if (copy.length == 0 || copy.length > max) {
            throw new IllegalArgumentException("a separator of " + copy.length + " bytes, to be found within " + max
                    + "; it needs at least one, and room for it");
        }
        return new ReadUntil(duplex, copy, max);
    }

    /**
     * Suspends until a line was read, which ends with LF or CRLF, or with the stream. Cancel-safe: what had come when it was cancelled is
     * given by the reads that follow, and so is what came behind the line.
     *
     * @param charset of the text, such as UTF-8; what is malformed becomes its replacement character
     * @param max the most to hold, in bytes, the end of the line included
     * @return an awaitable of the line without its end; of null at the end of the stream
     * @throws LimitOverrunException when awaited, if no line ends within {@code max} bytes; these are given by the reads that follow
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if {@code max} is not positive, or the byte 10 is not LF in that charset, as in UTF-16
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<String> readLine(Charset charset, int max) throws IOException {
        return new ReadLine(duplex, ReadLine.requireReadable(charset), ReadLine.requirePositive(max));
    }

    /**
     * Returns the lines of the stream, each as {@link #readLine} gives it, up to its end. While it is not asked for a line, the stream may
     * be read otherwise. It holds nothing: what it has not given stays in the stream, whatever ends it.
     *
     * @param charset of the text
     * @param max the most to hold for a line, in bytes, its end included
     * @return the lines
     * @throws IllegalArgumentException as {@link #readLine}
     */
    public final AsyncGenerator<String> lines(Charset charset, int max) {
        ReadLine.requireReadable(charset);
        ReadLine.requirePositive(max);
        return new Repeated<>("lines", this, () -> readLine(charset, max));
    }

    /**
     * Suspends until the stream has ended, and gives all that came. Cancel-safe: what had come when it was cancelled is given by the reads
     * that follow.
     *
     * @param limit the most to hold, in bytes
     * @return an awaitable of the bytes; none if the stream has ended before
     * @throws LimitOverrunException when awaited, if more than {@code limit} bytes come; these are given by the reads that follow
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<byte[]> readAll(int limit) throws IOException {
        return new ReadAll(duplex, notNegative(limit));
    }

    /**
     * Suspends until so many bytes have come, or the stream has ended, and gives them; they stay in the stream, for the reads that follow.
     * It is a read, of which there is one at a time. Cancel-safe.
     *
     * @param count how many bytes
     * @return an awaitable of that many bytes; of fewer only if the stream ends behind them
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if {@code count} is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<byte[]> peek(int count) throws IOException {
        return new Peek(duplex, notNegative(count));
    }

    private static int notNegative(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a negative number of bytes: " + count);
        }
        return count;
    }

    /**
     * Gives bytes back that were read: they are the next to be read, before all that is in the stream. For whoever has read ahead, such as
     * beyond the head behind which a connection goes on with another protocol. Never suspends.
     *
     * @param bytes not to be changed any more
     * @throws ClosedChannelException if this is closed
     * @throws IllegalStateException on another thread
     */
    public final void unread(byte[] bytes) throws ClosedChannelException {
        Objects.requireNonNull(bytes, "bytes");
        LoopThread.require(loop(), "unread(...)", this);
        duplex.requireOpen();
        duplex.putBack(bytes);
    }

    // ------------------------------------------------------------------ writing

    /**
     * Suspends until the transport has taken all that remains in the buffer, waiting for a slow peer as long as it takes; that
     * delays no one else. Not cancel-safe: a part may have been sent, up to the buffer's position.
     *
     * @param source the bytes; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     */
    @NotCancelSafe("how much of the bytes was sent, so that the peer takes the next ones for the rest")
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<Void> write(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source, "source");
        return new Write(duplex, source);
    }

    /**
     * Suspends until the transport has taken all the bytes, as {@link #write(ByteBuffer)}. Not cancel-safe: a part may have
     * been sent, and there is no telling how much.
     *
     * @param source the bytes; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     */
    @NotCancelSafe("how much of the bytes was sent, so that the peer takes the next ones for the rest")
    public final Awaitable<Void> write(byte[] source) throws IOException {
        return write(ByteBuffer.wrap(Objects.requireNonNull(source, "source")));
    }

    /**
     * Suspends until the transport has taken all that remains in several buffers, one behind the other, as {@link #write(ByteBuffer)}.
     * Small ones go to it together: a header and a body are one call of the system. Not cancel-safe: a part may have been sent, up to the
     * buffers' positions.
     *
     * @param sources the buffers, none of them twice; neither they nor the array are to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}
     * @throws IllegalArgumentException if one that has bytes is there twice
     */
    @NotCancelSafe("how much of the bytes was sent, so that the peer takes the next ones for the rest")
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<Void> write(ByteBuffer... sources) throws IOException {
        Distinct.require(sources, "sources", this);
        return new WriteAll(duplex, sources);
    }

    /**
     * Suspends until the transport has taken a part of a file. It is a write like any other, and waits for a slow peer as long as it takes. Over
     * TCP and Unix sockets the system moves the bytes ({@code sendfile}); over TLS and whatever else they are copied. The disk is waited for by
     * threads of the pool of {@link dev.weft.Weft#blocking}. Not cancel-safe: a part may have been sent, and there is no telling how much.
     *
     * @param file a channel for reading, which stays open, and whose position stays as it is
     * @param position of the first byte
     * @param count how many bytes
     * @return an awaitable of {@code count}
     * @throws java.io.EOFException when awaited and the file ends before; the message says how many bytes were sent
     * @throws IOException when awaited, as {@link #read(ByteBuffer)}, or the file failed
     * @throws IllegalArgumentException if position or count are negative
     */
    @NotCancelSafe("how much of the file was sent, so that the peer takes the next bytes for the rest")
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<Long> sendFile(FileChannel file, long position, long count) throws IOException {
        Objects.requireNonNull(file, "file");
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "sendFile(..., " + position + ", " + count + "): neither may be negative");
        }
        return new SendFile(duplex, new SentFile(file, position, count));
    }

    /**
     * Suspends until the transport has taken all of a file, as {@link #sendFile(FileChannel, long, long)}. The file is opened and closed by this.
     * How long it is, is seen when it is opened. Not cancel-safe, as there.
     *
     * @param file the path of the file
     * @return an awaitable of the number of bytes
     * @throws java.nio.file.NoSuchFileException when awaited and there is none; nothing was sent then
     * @throws IOException when awaited, as there
     */
    @NotCancelSafe("how much of the file was sent, so that the peer takes the next bytes for the rest")
    @SuppressWarnings("unused") // the exception comes from the await
    public final Awaitable<Long> sendFile(Path file) throws IOException {
        return new SendFile(duplex, new SentFile(Objects.requireNonNull(file, "file")));
    }

    /**
     * Says that what a {@link StreamWriter} of this has not sent by now is meant to be lost, so that the log says nothing of it: for what
     * breaks the stream off and does not end it. Loop thread only.
     */
    protected final void abandonOutput() {
        duplex.abandonOutput();
    }

    /**
     * Ends the stream to the peer, which reads what was written and then the end. Reading goes on. Never suspends.
     * Idempotent.
     *
     * @throws IOException if the transport failed or is closed
     * @throws IllegalStateException on another thread, or while a write waits
     */
    public final void shutdownOutput() throws IOException {
        LoopThread.require(loop(), "shutdownOutput()", this);
        duplex.shutDownOutput();
    }

    // ------------------------------------------------------------------ its life

    /**
     * Gives what carries the bytes to another stream, such as one that encrypts them from here on. This one is closed from then on, and
     * whoever closes it closes the other one. Never suspends.
     *
     * @param successor makes the other stream of the transport, in place; if it throws, this one is closed
     * @return the other stream
     * @param <S> its type
     * @throws ClosedChannelException if this is closed
     * @throws IOException if bytes have been received that nobody has read, for the other stream would not get them; they stay here
     * @throws IllegalStateException on another thread, or while a read or write waits
     */
    public final <S extends ByteStream> S handOver(Function<? super Transport, ? extends S> successor)
            throws IOException {
        Objects.requireNonNull(successor, "successor");
        LoopThread.require(loop(), "handOver(...)", this);
        HandedOver handedOver = duplex.handOver();
        try {
            S other = successor.apply(handedOver);
            handedOver.isWith(other);
            return other;
        } catch (Throwable failed) { // rethrown
            handedOver.close();
            throw failed;
        }
    }

    /**
     * Returns the loop on whose thread this is used. Any thread.
     *
     * @return the loop
     */
    public final EventLoop loop() {
        return duplex.endpoint().loop();
    }

    /**
     * Returns something that is known of what carries the bytes, such as the session of TLS. Any thread.
     *
     * @param type what is asked for
     * @return what is known; empty if nothing is
     * @param <T> the type of the answer
     */
    public final <T> Optional<T> about(Class<T> type) {
        return duplex.endpoint().about(Objects.requireNonNull(type, "type"));
    }

    /**
     * Closes the stream. A task that waits in a read or write gets {@link
     * java.nio.channels.AsynchronousCloseException}; later ones get {@link ClosedChannelException}. The peer sees the end
     * of the stream at once; the file descriptor is released when the loop next asks for readiness. Never suspends.
     * Idempotent, and nothing happens on any thread once it is closed, as when its loop is.
     *
     * @throws IllegalStateException on another thread, if the stream is open
     */
    @Override
    public final void close() {
        duplex.end();
    }

    /**
     * Whether this end is open: neither {@link #close()} nor the transport itself has closed it. A stream that the peer has closed stays
     * open. Any thread.
     *
     * @return true if it is open
     */
    public final boolean isOpen() {
        return duplex.endpoint().isOpen();
    }

    /** The name of the transport, for messages. */
    @Override
    public final String toString() {
        return duplex.endpoint().toString();
    }
}
