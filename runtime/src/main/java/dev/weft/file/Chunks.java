// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads and writes a piece at a time. The JDK copies a buffer on the heap through a direct one, of which it keeps one for each thread, as
 * large as the largest piece was.
 */
final class Chunks {
    /** The most that goes to the system at once, in bytes. */
    static final int SIZE = 128 * 1024;

    private Chunks() {}

    static int read(FileChannel channel, ByteBuffer target, long position) throws IOException {
        int limit = target.limit();
        target.limit(target.position() + Math.min(SIZE, target.remaining()));
        try {
            return channel.read(target, position);
        } finally {
            target.limit(limit);
        }
    }

    static byte[] readSome(FileChannel channel, long position, int max) throws IOException {
        byte[] bytes = new byte[Math.min(max, SIZE)];
        int count = channel.read(ByteBuffer.wrap(bytes), position);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(0, count));
    }

    static byte[] readExactly(FileChannel channel, Path path, long position, int count) throws IOException {
        long there = Math.max(0, channel.size() - position);
        if (there < count && channel.size() > 0) { // of what is no plain file the size is 0
            throw end(path, there, position, count);
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (read(channel, bytes, position + bytes.position()) < 0) {
                throw end(path, bytes.position(), position, count);
            }
        }
        return bytes.array();
    }

    private static EOFException end(Path path, long there, long position, int count) {
        return new EOFException(
                "file " + path + " ends " + there + " bytes after position " + position + ", and not " + count);
    }

    static Void write(FileChannel channel, ByteBuffer source, long position) throws IOException {
        int limit = source.limit();
        try {
            for (long at = position; source.position() < limit; ) {
                source.limit(Math.min(limit, source.position() + SIZE));
                at += channel.write(source, at);
            }
        } finally {
            source.limit(limit);
        }
        return done();
    }

    static Void append(FileChannel channel, ByteBuffer source) throws IOException {
        int limit = source.limit();
        synchronized (channel) { // against others who append through this file
            try {
                while (source.position() < limit) {
                    source.limit(Math.min(limit, source.position() + SIZE));
                    channel.write(source);
                }
            } finally {
                source.limit(limit);
            }
        }
        return done();
    }

    @SuppressWarnings("NullAway") // Void
    static Void done() {
        return null;
    }
}
