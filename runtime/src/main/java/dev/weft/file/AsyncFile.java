// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.io.BlockingTransport;
import dev.weft.io.ByteStream;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * An open file, read and written by awaiting. It is owned by the loop on whose thread it was opened, and any number of operations may be
 * under way at once: each says where in the file it reads or writes.
 *
 * <p>The system's calls run on the threads of {@link dev.weft.Weft#blocking}. A cancelled operation that waits for a thread does not
 * happen. One that runs is waited for and not interrupted, since the interrupt of a thread closes the channel that it uses, for everybody.
 * So the buffer of a cancelled operation is nobody's any more when the cancellation arrives. A file is what always answers: of a named
 * pipe or a terminal, opening and reading may last for ever, and then so does a cancellation.
 *
 * <p>Loop thread only, except where the text says otherwise. The awaitables may be made on any thread. Whoever holds a file closes it; one
 * that is open when the loop closes is closed by that. On a loop with virtual time the clock stands still while an operation runs. Failures
 * are those of {@link java.nio.channels.FileChannel}, and name the path. No argument may be null.
 */
public final class AsyncFile implements AutoCloseable {
    final OpenFile file;

    AsyncFile(OpenFile file) {
        this.file = file;
    }

    /**
     * Opens a file. Cancel-safe: one that nobody gets is closed; it may have been made or truncated by that time.
     *
     * @param path the file
     * @param options how to open it, such as {@link java.nio.file.StandardOpenOption#READ}, which is what none means
     * @return an awaitable of the file, which the caller closes
     * @throws IOException when awaited, as {@link java.nio.channels.FileChannel#open(Path, OpenOption...)}
     * @throws UnsupportedOperationException when awaited, if an option is none of the path's provider
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<AsyncFile> open(Path path, OpenOption... options) throws IOException {
        return open(path, Set.of(options));
    }

    /**
     * Opens a file, and gives it attributes, such as its permissions, if that makes it. Cancel-safe: as {@link #open(Path, OpenOption...)}.
     *
     * @param path the file
     * @param options how to open it
     * @param attributes what it has from the first moment on, if it is made
     * @return an awaitable of the file, which the caller closes
     * @throws IOException when awaited, as {@link java.nio.channels.FileChannel#open(Path, Set, FileAttribute...)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<AsyncFile> open(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return Opening.of(Objects.requireNonNull(path, "path"), options, attributes);
    }

    // ------------------------------------------------------------------ reading

    /**
     * Reads what is there at a position, at most what fits into the buffer and 128 KiB, and moves the buffer's position. Cancel-safe: what
     * was read for nobody lies in the buffer.
     *
     * @param target where to put the bytes; not to be touched until the result is there
     * @param position where in the file to begin, in bytes
     * @return an awaitable of the number of bytes: -1 at the end of the file and behind it, 0 only if the buffer has no room
     * @throws IOException when awaited: reading failed; with {@link java.nio.channels.ClosedChannelException} if the file is closed
     * @throws IllegalArgumentException if the position is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Integer> read(ByteBuffer target, long position) throws IOException {
        if (Objects.requireNonNull(target, "target").isReadOnly()) {
            throw new IllegalArgumentException("read into a read-only buffer");
        }
        requireNotNegative("position", position);
        return FileCall.on(file, "read", channel -> Chunks.read(channel, target, position));
    }

    /**
     * Reads what is there at a position, at most 128 KiB. Cancel-safe: nothing is lost, for it can be read again.
     *
     * @param position where in the file to begin, in bytes
     * @param max the most to read, in bytes
     * @return an awaitable of the bytes: none at the end of the file and behind it
     * @throws IOException when awaited, as {@link #read(ByteBuffer, long)}
     * @throws IllegalArgumentException if one of both is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<byte[]> read(long position, int max) throws IOException {
        requireNotNegative("position", position);
        requireNotNegative("number of bytes", max);
        return FileCall.on(file, "read", channel -> Chunks.readSome(channel, position, max));
    }

    /**
     * Reads a known number of bytes. Cancel-safe: nothing is lost, for it can be read again.
     *
     * @param position where in the file to begin, in bytes
     * @param count how many
     * @return an awaitable of that many bytes
     * @throws java.io.EOFException when awaited, if the file ends before; the message says how many bytes there are
     * @throws IOException when awaited, as {@link #read(ByteBuffer, long)}
     * @throws IllegalArgumentException if one of both is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<byte[]> readExactly(long position, int count) throws IOException {
        requireNotNegative("position", position);
        requireNotNegative("number of bytes", count);
        return FileCall.on(file, "read", channel -> Chunks.readExactly(channel, file.path, position, count));
    }

    /**
     * Returns a stream of what the file holds from a position on, of which it reads up to 64 KiB ahead. At the end of the file it has none;
     * a later read finds what has been added meanwhile. Closing the stream leaves the file open; what is written to it is refused. Any
     * number of streams may be open at once.
     *
     * @param position where in the file to begin, in bytes
     * @return the stream, which fails when the file is closed
     * @throws IllegalArgumentException if the position is negative
     */
    public ByteStream reader(long position) {
        LoopThread.require(file.loop, "reader(...)", this);
        requireNotNegative("position", position);
        return new ByteStream(
                BlockingTransport.of("reader of " + this, new FileInput(file, position), null, executor()));
    }

    // ------------------------------------------------------------------ writing

    /**
     * Writes all that remains in the buffer, from a position on, and moves the buffer's position. Cancel-safe: it has not begun, or is done
     * when the cancellation arrives; done twice it does no more than once.
     *
     * @param source the bytes; not to be touched until the result is there
     * @param position where in the file to begin, in bytes; behind the end, what is between holds zeros
     * @return an awaitable without a result
     * @throws IOException when awaited: writing failed, such as for want of room on the disk, and a part may have been written, up to the
     *     buffer's position
     * @throws IllegalArgumentException if the position is negative
     * @throws IllegalStateException if the file is open for appending, where systems have positions mean nothing: use {@link #append}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> write(ByteBuffer source, long position) throws IOException {
        Objects.requireNonNull(source, "source");
        requireNotNegative("position", position);
        if (file.appends) {
            throw new IllegalStateException(
                    "write(...) at a position of " + this
                            + ", which is open for appending: systems write at its end all the same. Use append(...), or open it without APPEND.");
        }
        return FileCall.on(file, "write", channel -> Chunks.write(channel, source, position));
    }

    /**
     * Writes bytes from a position on, as {@link #write(ByteBuffer, long)}. Cancel-safe: as that.
     *
     * @param source the bytes; not to be touched until the result is there
     * @param position where in the file to begin, in bytes
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #write(ByteBuffer, long)}
     * @throws IllegalArgumentException if the position is negative
     * @throws IllegalStateException if the file is open for appending
     */
    @CancelSafe
    public Awaitable<Void> write(byte[] source, long position) throws IOException {
        return write(ByteBuffer.wrap(Objects.requireNonNull(source, "source")), position);
    }

    /**
     * Adds all that remains in the buffer to the end of the file, wherever that is then, and moves the buffer's position. What several
     * tasks append through this file is never mixed; nor, up to 128 KiB, what several processes do, where the system appends at once.
     * Not cancel-safe: it has not begun, or is done when the cancellation arrives, and nobody tells which.
     *
     * @param source the bytes; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited: writing failed, and a part may have been written, up to the buffer's position
     * @throws IllegalStateException if the file is not open with {@link java.nio.file.StandardOpenOption#APPEND}
     */
    @NotCancelSafe("whether the bytes were appended, so that whoever appends them again may have them twice")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> append(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source, "source");
        if (!file.appends) {
            throw new IllegalStateException(
                    "append(...) to " + this + ", which is not open for that: open it with StandardOpenOption.APPEND.");
        }
        return FileCall.on(file, "append", channel -> Chunks.append(channel, source));
    }

    /**
     * Adds bytes to the end of the file, as {@link #append(ByteBuffer)}. Not cancel-safe: as that.
     *
     * @param source the bytes; not to be touched until the result is there
     * @return an awaitable without a result
     * @throws IOException when awaited, as {@link #append(ByteBuffer)}
     * @throws IllegalStateException if the file is not open for appending
     */
    @NotCancelSafe("whether the bytes were appended, so that whoever appends them again may have them twice")
    public Awaitable<Void> append(byte[] source) throws IOException {
        return append(ByteBuffer.wrap(Objects.requireNonNull(source, "source")));
    }

    /**
     * Returns a stream whose writes go into the file from a position on, or to its end if it is open for appending. A write is over when
     * the system has all of it. Closing the stream leaves the file open; reads of it are refused.
     *
     * @param position where in the file to begin, in bytes; of no meaning for a file that is open for appending
     * @return the stream, which fails when the file is closed
     * @throws IllegalArgumentException if the position is negative
     */
    public ByteStream writer(long position) {
        LoopThread.require(file.loop, "writer(...)", this);
        requireNotNegative("position", position);
        return new ByteStream(
                BlockingTransport.of("writer of " + this, null, new FileOutput(file, position), executor()));
    }

    private static Executor executor() {
        return BlockingPool.EXECUTOR.orElse(BlockingPool.shared());
    }

    // ------------------------------------------------------------------ the file as a whole

    /**
     * Asks how long the file is. Cancel-safe: it changes nothing.
     *
     * @return an awaitable of the number of bytes
     * @throws IOException when awaited: the system does not tell, or the file is closed
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Long> size() throws IOException {
        return FileCall.on(file, "size", FileChannel::size);
    }

    /**
     * Cuts the file off behind a number of bytes; one that is shorter stays as it is. Cancel-safe: done twice it does no more than once.
     *
     * @param size how many bytes stay
     * @return an awaitable without a result
     * @throws IOException when awaited: the system refuses, or the file is closed
     * @throws IllegalArgumentException if the size is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> truncate(long size) throws IOException {
        requireNotNegative("size", size);
        return FileCall.on(file, "truncate", channel -> {
            channel.truncate(size);
            return Chunks.done();
        });
    }

    /**
     * Has all that was written go to the disk. Cancel-safe: done twice it does no more than once.
     *
     * @param metaData whether what the system notes about the file, such as times, has to go there too
     * @return an awaitable without a result
     * @throws IOException when awaited: the disk fails, or the file is closed
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Void> force(boolean metaData) throws IOException {
        return FileCall.on(file, "force", channel -> {
            channel.force(metaData);
            return Chunks.done();
        });
    }

    /**
     * Locks the whole file against other processes, and other tasks of this one that lock it, and waits until it is free, as {@link
     * #lock(long, long, boolean)}. Cancel-safe: a lock that nobody gets is released.
     *
     * @return an awaitable of the lock, to be closed by the caller
     * @throws IOException when awaited, as {@link #lock(long, long, boolean)}
     */
    @CancelSafe
    public Awaitable<FileLock> lock() throws IOException {
        return lock(0, Long.MAX_VALUE, false);
    }

    /**
     * Locks a part of the file, and waits until nobody has a lock that overlaps: neither another process nor this JVM. It asks the system
     * again and again, each 50 ms in the end, and holds no thread meanwhile, so a lock that others take all the time may never be got. On
     * most systems it keeps out only those who lock. Cancel-safe: a lock that nobody gets is released.
     *
     * @param position where the part begins, in bytes
     * @param size how long it is, in bytes
     * @param shared whether others may have a shared lock of the same part; the file has to be open for reading then, else for writing
     * @return an awaitable of the lock, to be closed by the caller, which may be done on any thread; closing the file releases it
     * @throws IOException when awaited: the system has no locks for this file, or it is closed, with {@link
     *     java.nio.channels.AsynchronousCloseException} if it was closed meanwhile
     * @throws IllegalArgumentException if position or size is negative
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<FileLock> lock(long position, long size, boolean shared) throws IOException {
        requireNotNegative("position", position);
        requireNotNegative("size", size);
        return new Locking(file, position, size, shared);
    }

    private static void requireNotNegative(String what, long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a negative " + what + ": " + number);
        }
    }

    // ------------------------------------------------------------------ its life

    /**
     * Closes the file. Who waits for a lock of it gets {@link java.nio.channels.AsynchronousCloseException}, and later operations get
     * {@link java.nio.channels.ClosedChannelException}. While an operation runs the file is closed by another thread, a moment later, and
     * the operation may end as it would have or get the first of the two. Never suspends. Idempotent, and nothing happens on any thread
     * once it is closed, as when its loop is.
     *
     * @throws IOException if the system says that what was written may be lost
     * @throws IllegalStateException on another thread, if the file is open
     */
    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            LoopThread.require(file.loop, "close()", this);
            file.close();
        }
    }

    /**
     * Whether the file has not been closed. Any thread.
     *
     * @return true if it is open
     */
    public boolean isOpen() {
        return file.isOpen();
    }

    /**
     * Returns the path that it was opened by. Any thread.
     *
     * @return the path, as it was given
     */
    public Path path() {
        return file.path;
    }

    /** The path, for messages. */
    @Override
    public String toString() {
        return "file " + file.path;
    }
}
