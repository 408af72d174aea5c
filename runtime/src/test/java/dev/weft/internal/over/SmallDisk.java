// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on a disk that has room for a number of bytes: a write that needs more is done in part, and the next one fails. */
final class SmallDisk implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private final long room;

    SmallDisk(Path file, long room) throws IOException {
        this.file = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.room = room;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int most = (int) Math.min(from.remaining(), room - file.position());
        if (most == 0 && from.hasRemaining()) {
            throw new IOException("No space left on device");
        }
        int limit = from.limit();
        from.limit(from.position() + most);
        try {
            return file.write(from);
        } finally {
            from.limit(limit);
        }
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return file.read(to);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
