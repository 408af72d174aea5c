// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * The file of a trace. What is written at once is in it as a whole, or not at all, also where the disk is full: the file never ends in the
 * middle of an event. One thread at a time.
 */
final class TraceOutput extends OutputStream {
    private final SeekableByteChannel file;
    private long written;

    /** Writes into a file that is empty. */
    TraceOutput(SeekableByteChannel file) {
        this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
        try {
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        } catch (IOException failed) {
            cutOff(failed);
            throw failed;
        }
        written += length;
    }

    /** Takes back what is there of a write that has failed. */
    private void cutOff(IOException failed) {
        try {
            file.truncate(written);
        } catch (IOException noFile) { // but a pipe
            failed.addSuppressed(noFile);
        }
    }

    /** How many bytes were written. */
    long written() {
        return written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
