// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A file from a position on, or its end if that is where it is written, as a stream that blocks. One thread at a time. */
final class FileOutput extends OutputStream {
    private final OpenFile file;
    private long position;

    FileOutput(OpenFile file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
        file.use(channel -> file.appends ? Chunks.append(channel, buffer) : Chunks.write(channel, buffer, position));
        position += length;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }
}
