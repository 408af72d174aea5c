// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

/** The records in a segment of the heap: which there are, and how long each is. */
final class HeapRecord {
    static final int ROOT_THREAD = 0x08;
    static final int CLASS = 0x20;
    static final int INSTANCE = 0x21;
    static final int OBJECT_ARRAY = 0x22;
    static final int PRIMITIVE_ARRAY = 0x23;

    /** Where the fields of a class begin to differ in length: behind three ids of its relatives, three more, and two numbers. */
    private static final int IDS_OF_CLASS = 7;

    private final DumpFile file;
    private final Bytes bytes;
    private final int id;

    HeapRecord(DumpFile file) {
        this.file = file;
        this.bytes = file.bytes();
        this.id = file.idSize();
    }

    /** The offset behind the record at an offset. */
    long end(long offset) throws UnreadableDumpException {
        int tag = bytes.unsignedByteAt(offset);
        return offset
                + 1
                + switch (tag) {
                    case 0xff, 0x05, 0x07 -> id; // unknown, sticky class, monitor
                    case 0x01 -> 2L * id; // JNI global
                    case 0x02, 0x03, ROOT_THREAD -> id + 8; // JNI local, Java frame
                    case 0x04, 0x06 -> id + 4; // native stack, thread block
                    case CLASS -> classLength(offset + 1);
                    case INSTANCE -> 2L * id + 8 + bytes.unsignedIntAt(offset + 1 + 2L * id + 4);
                    case OBJECT_ARRAY -> 2L * id + 8 + id * bytes.unsignedIntAt(offset + 1 + id + 4);
                    case PRIMITIVE_ARRAY -> id + 9 + elements(offset + 1 + id + 4);
                    default -> throw file.damaged(offset, "the tag " + tag + ", which no heap has");
                };
    }

    private long elements(long offset) {
        return bytes.unsignedIntAt(offset) * Type.size(bytes.byteAt(offset + 4), id);
    }

    private long classLength(long start) {
        long end = behindStatics(start);
        return end + 2 + bytes.unsignedShortAt(end) * (id + 1L) - start;
    }

    /** Where the number of fields is, in a class whose body begins at an offset. */
    long behindStatics(long body) {
        long statics = statics(body);
        long at = statics + 2;
        for (int left = bytes.unsignedShortAt(statics); left > 0; left--) {
            at += id + 1 + Type.size(bytes.byteAt(at + id), id);
        }
        return at;
    }

    /** Where the number of statics is: behind constants, of which HotSpot writes none. */
    long statics(long body) {
        long constants = body + (long) IDS_OF_CLASS * id + 8;
        long at = constants + 2;
        for (int left = bytes.unsignedShortAt(constants); left > 0; left--) {
            at += 3 + Type.size(bytes.byteAt(at + 2), id);
        }
        return at;
    }
}
