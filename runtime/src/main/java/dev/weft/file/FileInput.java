// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What a file holds from a position on, as a stream that blocks. One thread at a time. */
final class FileInput extends InputStream {
    private final OpenFile file;
    private long position;

    FileInput(OpenFile file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        int count = file.use(channel -> Chunks.read(channel, buffer, position));
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
