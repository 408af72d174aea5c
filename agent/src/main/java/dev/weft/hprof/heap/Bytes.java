// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of any size as numbers at offsets, mapped into memory. A buffer of the JDK ends at 2 GB, so there are several, each of which has
 * the first bytes of the next too, that a number may lie across the border.
 */
final class Bytes {
    private static final int GIGABYTE = 30;
    private static final int OVERLAP = Long.BYTES;

    private final ByteBuffer[] chunks;
    private final int shift;
    private final int mask;
    private final long size;

    private Bytes(ByteBuffer[] chunks, int shift, long size) {
        this.chunks = chunks;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.size = size;
    }

    static Bytes map(Path file) throws IOException {
        return map(file, GIGABYTE);
    }

    /** As {@link #map(Path)}, in chunks of two to the power of some number. */
    static Bytes map(Path file, int shift) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer[] chunks = new ByteBuffer[(int) ((size + (1L << shift) - 1) >> shift)];
            for (int i = 0; i < chunks.length; i++) {
                long from = (long) i << shift;
                chunks[i] = channel.map(
                        FileChannel.MapMode.READ_ONLY, from, Math.min(size - from, (1L << shift) + OVERLAP));
            }
            return new Bytes(chunks, shift, size);
        }
    }

    long size() {
        return size;
    }

    private ByteBuffer chunk(long offset) {
        return chunks[(int) (offset >> shift)];
    }

    byte byteAt(long offset) {
        return chunk(offset).get((int) offset & mask);
    }

    int unsignedByteAt(long offset) {
        return byteAt(offset) & 0xff;
    }

    short shortAt(long offset) {
        return chunk(offset).getShort((int) offset & mask);
    }

    int unsignedShortAt(long offset) {
        return shortAt(offset) & 0xffff;
    }

    int intAt(long offset) {
        return chunk(offset).getInt((int) offset & mask);
    }

    long unsignedIntAt(long offset) {
        return intAt(offset) & 0xffff_ffffL;
    }

    long longAt(long offset) {
        return chunk(offset).getLong((int) offset & mask);
    }

    byte[] copy(long offset, int length) {
        byte[] copy = new byte[length];
        for (int done = 0; done < length; ) {
            long at = offset + done;
            int inChunk = (int) at & mask;
            int part = Math.min(length - done, (1 << shift) - inChunk);
            chunk(at).get(inChunk, copy, done, part);
            done += part;
        }
        return copy;
    }
}
