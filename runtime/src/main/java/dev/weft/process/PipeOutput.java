// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import java.io.IOException;
import java.io.OutputStream;

/** What a process reads, where a write that nobody can read says so in one way: the JDK has two, before and after it has seen the exit. */
final class PipeOutput extends OutputStream {
    private final OutputStream stream;
    private final String name;

    PipeOutput(OutputStream stream, String name) {
        this.stream = stream;
        this.name = name;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        try {
            stream.write(source, offset, length);
        } catch (IOException failed) {
            throw told(failed);
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
        try {
            stream.flush();
        } catch (IOException failed) {
            throw told(failed);
        }
    }

    private IOException told(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.contains("Broken pipe") || message.contains("Stream closed")
                ? new BrokenPipeException("Broken pipe: nobody reads " + name, failed)
                : new IOException(message + " (" + name + ')', failed);
    }

    /** What the JDK has not written yet was told to its writer; there is nobody else to tell. */
    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException nobodyReads) {
            return;
        }
    }
}
