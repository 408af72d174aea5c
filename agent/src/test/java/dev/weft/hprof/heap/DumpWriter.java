// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small heap dumps: of a class {@code p.Node} with an int {@code number}, a reference {@code next} and a static {@code first}. */
final class DumpWriter {
    static final long TIME = 1_700_000_000_000L;
    static final long NODE = 0x100;
    private static final long NAME_OF_NODE = 1;
    private static final long NUMBER = 2;
    private static final long NEXT = 3;
    private static final long FIRST = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final ByteArrayOutputStream heapBytes = new ByteArrayOutputStream();
    private final DataOutputStream heap = new DataOutputStream(heapBytes);

    /** Begins a dump, with the names and the class. */
    DumpWriter(long first) {
        write(() -> {
            out.write("JAVA PROFILE 1.0.2\0".getBytes(StandardCharsets.US_ASCII));
            out.writeInt(Long.BYTES);
            out.writeLong(TIME);
        });
        text(NAME_OF_NODE, "p/Node");
        text(NUMBER, "number");
        text(NEXT, "next");
        text(FIRST, "first");
        record(0x02, body -> {
            body.writeInt(1);
            body.writeLong(NODE);
            body.writeInt(0);
            body.writeLong(NAME_OF_NODE);
        });
        write(() -> {
            heap.writeByte(HeapRecord.CLASS);
            heap.writeLong(NODE);
            heap.writeInt(0);
            for (int i = 0; i < 6; i++) {
                heap.writeLong(0);
            }
            heap.writeInt(12);
            heap.writeShort(0);
            heap.writeShort(1);
            heap.writeLong(FIRST);
            heap.writeByte(Type.OBJECT);
            heap.writeLong(first);
            heap.writeShort(2);
            heap.writeLong(NUMBER);
            heap.writeByte(Type.INT);
            heap.writeLong(NEXT);
            heap.writeByte(Type.OBJECT);
        });
    }

    private interface Action<T> {
        void write(T to) throws IOException;
    }

    private interface Writing {
        void write() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.write();
        } catch (IOException impossible) { // to memory
            throw new UncheckedIOException(impossible);
        }
    }

    DumpWriter text(long id, String text) {
        return record(0x01, body -> {
            body.writeLong(id);
            body.write(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private DumpWriter record(int tag, Action<DataOutputStream> body) {
        write(() -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            body.write(new DataOutputStream(content));
            out.writeByte(tag);
            out.writeInt(0);
            out.writeInt(content.size());
            out.write(content.toByteArray());
        });
        return this;
    }

    DumpWriter node(long id, int number, long next) {
        write(() -> {
            heap.writeByte(HeapRecord.INSTANCE);
            heap.writeLong(id);
            heap.writeInt(0);
            heap.writeLong(NODE);
            heap.writeInt(12);
            heap.writeInt(number);
            heap.writeLong(next);
        });
        return this;
    }

    /** A thread, whose stack has one line of the class. */
    DumpWriter thread(long id, long method, long file, int line) {
        write(() -> {
            heap.writeByte(HeapRecord.ROOT_THREAD);
            heap.writeLong(id);
            heap.writeInt(7);
            heap.writeInt(8);
        });
        record(0x04, body -> {
            body.writeLong(0x500);
            body.writeLong(method);
            body.writeLong(0);
            body.writeLong(file);
            body.writeInt(1);
            body.writeInt(line);
        });
        return record(0x05, body -> {
            body.writeInt(8);
            body.writeInt(7);
            body.writeInt(1);
            body.writeLong(0x500);
        });
    }

    /** What was added to the heap so far is a segment of its own. */
    DumpWriter endSegment() {
        byte[] segment = heapBytes.toByteArray();
        heapBytes.reset();
        return record(0x1c, body -> body.write(segment));
    }

    byte[] toBytes() {
        endSegment();
        record(0x2c, body -> {});
        return bytes.toByteArray();
    }

    static Path file(Path folder, byte[] content) throws IOException {
        return Files.write(folder.resolve("test.hprof"), content);
    }
}
