// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/** A file that begins as a heap dump does: with its version, the size of its ids, and when it was made. */
final class DumpFile {
    private static final String MAGIC = "JAVA PROFILE 1.0.";
    private static final int LONGEST_MAGIC = 32;
    private static final int GZIP = 0x1f8b;

    private final Path path;
    private final Bytes bytes;
    private final int idSize;
    private final Instant time;
    private final long start;

    private DumpFile(Path path, Bytes bytes, long header) {
        this.path = path;
        this.bytes = bytes;
        this.idSize = bytes.intAt(header);
        this.time = Instant.ofEpochMilli(bytes.longAt(header + 4));
        this.start = header + 12;
    }

    static DumpFile open(Path path) throws IOException {
        return open(path, requireFile(path));
    }

    static DumpFile open(Path path, Bytes bytes) throws UnreadableDumpException {
        if (bytes.size() >= 2 && bytes.unsignedShortAt(0) == GZIP) {
            throw new UnreadableDumpException(path + " is compressed. Unpack it first, as by: gunzip -k " + path);
        }
        if (!begin(bytes).startsWith(MAGIC)) {
            throw new UnreadableDumpException(path + " is not a heap dump: it does not begin with \"" + MAGIC
                    + "\". jcmd PID GC.heap_dump FILE makes one, and so does -XX:+HeapDumpOnOutOfMemoryError.");
        }
        long header = begin(bytes).indexOf('\0') + 1L;
        if (header == 0 || bytes.size() < header + 12) {
            throw cutOff(path, bytes.size());
        }
        DumpFile file = new DumpFile(path, bytes, header);
        if (file.idSize != Integer.BYTES && file.idSize != Long.BYTES) {
            throw file.damaged(header, "ids of " + file.idSize + " bytes");
        }
        return file;
    }

    private static Bytes requireFile(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new UnreadableDumpException(path + " is a folder. Name the file of a heap dump.");
        }
        try {
            return Bytes.map(path);
        } catch (NoSuchFileException missing) {
            throw new UnreadableDumpException("There is no file " + path + '.');
        }
    }

    private static String begin(Bytes bytes) {
        return new String(bytes.copy(0, (int) Math.min(LONGEST_MAGIC, bytes.size())), StandardCharsets.ISO_8859_1);
    }

    private static UnreadableDumpException cutOff(Path path, long size) {
        return new UnreadableDumpException(
                path + " is cut off: it ends after " + size
                        + " bytes in the middle of a record. Was the disk full, or is it still being written? Make the dump again.");
    }

    UnreadableDumpException cutOff() {
        return cutOff(path, bytes.size());
    }

    UnreadableDumpException damaged(long offset, String found) {
        return new UnreadableDumpException(path + " is damaged: at byte " + offset + " there is a record with " + found
                + ". Make the dump again.");
    }

    Bytes bytes() {
        return bytes;
    }

    int idSize() {
        return idSize;
    }

    Instant time() {
        return time;
    }

    /** Where the first record is. */
    long start() {
        return start;
    }

    /** The id at an offset. */
    long idAt(long offset) {
        return idSize == Long.BYTES ? bytes.longAt(offset) : bytes.unsignedIntAt(offset);
    }
}
