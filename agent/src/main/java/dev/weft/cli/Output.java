// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A stream that knows why it could not be written to, which a {@link PrintStream} forgets. */
final class Output extends PrintStream {
    private final Bytes bytes;

    private Output(Bytes bytes) {
        super(bytes, false, StandardCharsets.UTF_8);
        this.bytes = bytes;
    }

    /** The standard output. */
    static Output standard() {
        return to(new FileOutputStream(FileDescriptor.out));
    }

    static Output to(OutputStream out) {
        return new Output(new Bytes(out));
    }

    /** Writes what is left, and says why some of it is missing; null if nothing is, or if whoever reads it has had enough. */
    @Nullable
    String failure() {
        flush();
        IOException failed = bytes.failed;
        String why = failed == null ? "" : String.valueOf(failed.getMessage());
        return failed == null || why.toLowerCase(Locale.ROOT).contains("pipe") ? null : why;
    }

    /** Notes the first failure. */
    private static final class Bytes extends FilterOutputStream {
        private @Nullable IOException failed;

        Bytes(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] all, int offset, int length) throws IOException {
            try {
                out.write(all, offset, length);
            } catch (IOException e) {
                failed = failed == null ? e : failed;
                throw e;
            }
        }
    }
}
