// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Reports;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that is being sent, and how far. Its steps block on the disk, and so are made by a thread of a pool, one at a time;
 * between them the loop's thread has it.
 */
final class SentFile {
    private final @Nullable Path path;

    /** Null until it is opened, and when it is closed. One of the user's stays open. */
    private @Nullable FileChannel file;

    private long position;

    /** Less than zero while it is not known: up to the end of the file. */
    private long left;

    private long sent;

    private volatile boolean isGivenUp;

    /** What was read and is to be written, where the transport takes nothing from files. */
    private ByteBuffer copied = DirectBuffers.NONE;

    /** All of a file that is opened and closed here. */
    SentFile(Path path) {
        this.path = path;
        this.left = -1;
    }

    /** A part of a file of the user. */
    SentFile(FileChannel file, long position, long count) {
        this.path = null;
        this.file = file;
        this.position = position;
        this.left = count;
    }

    /** How many bytes were taken from it. */
    long sent() {
        return sent;
    }

    boolean isAllTaken() {
        return left == 0;
    }

    ByteBuffer copied() {
        return copied;
    }

    /**
     * Sends more, or reads what is to be sent next. On a thread of a pool.
     *
     * @return false if the transport has no room
     */
    boolean step(Transport transport) throws IOException {
        FileChannel open = opened();
        if (left == 0) {
            return true;
        }
        long count = next(open, transport);
        if (count <= 0 && position >= open.size()) {
            throw new EOFException(
                    (path == null ? "the file" : path.toString()) + " ends at " + open.size() + ", and " + left
                            + " bytes from " + position + " on were to be sent over " + transport + "; " + sent
                            + " bytes were sent");
        }
        position += count;
        left -= count;
        sent += count;
        return count > 0;
    }

    /** A closed file says that a channel is closed, and not which of the two. */
    private long next(FileChannel open, Transport transport) throws IOException {
        try {
            long count = transfer(open, transport);
            return count < 0 ? read(open) : count;
        } catch (ClosedChannelException closed) {
            if (open.isOpen()) {
                throw closed;
            }
            throw new EndpointClosedException("the file that is sent over " + transport
                    + " was closed, and the connection was not; close a file behind its sendFile(...)");
        }
    }

    private synchronized long transfer(FileChannel open, Transport transport) throws IOException {
        if (isGivenUp) {
            throw new CancellationException("nobody waits for it any more");
        }
        return transport.transferFrom(open, position, left);
    }

    /** Has the transport get no more of it, also by a step that was made and waits for its thread: it would come behind what is written next. */
    void giveUp() {
        isGivenUp = true;
    }

    /** Gives it up, and waits for what the transport is taking of it, as its next write would. */
    synchronized void settle() {
        isGivenUp = true;
    }

    private FileChannel opened() throws IOException {
        FileChannel open = file;
        if (open == null && path != null) {
            open = FileChannel.open(path, StandardOpenOption.READ);
            file = open;
            if (Files.isDirectory(path)) { // which can be opened, and is refused by a read that does not know its name
                throw new FileSystemException(path.toString(), null, "Is a directory");
            }
            left = open.size();
        }
        if (open == null) {
            throw new IOException("the file was closed");
        }
        return open;
    }

    private int read(FileChannel open) throws IOException {
        if (copied.capacity() == 0) {
            copied = ByteBuffer.allocate((int) Math.min(DirectBuffers.CHUNK, left));
        }
        long readable = Math.min(left, Long.MAX_VALUE - position); // the system refuses what would end behind that
        copied.clear().limit((int) Math.min(copied.capacity(), readable));
        int count;
        try {
            count = open.read(copied, position);
        } finally {
            copied.flip();
        }
        return Math.max(0, count);
    }

    /** Closes what was opened here. When no step is under way. Idempotent. */
    void close() {
        FileChannel open = file;
        if (path != null && open != null) {
            file = null;
            try {
                open.close();
            } catch (IOException failed) {
                Reports.warning("closing " + path + ", which was sent, failed", failed);
            }
        }
    }
}
