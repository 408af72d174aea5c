// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

/**
 * Where each object lies in the file, without an entry for each: objects mostly follow one another in the order of their ids, which are
 * addresses, so one entry stands for a run of them, of which the lookup reads the ids. An entry ends where the order does, where there is a
 * gap, and after some objects. A heap in no order (of ZGC, or dumped by several threads) has more entries, and runs that overlap.
 */
final class HeapIndex {
    private static final int LONGEST_RUN = 32;
    private static final int LARGEST_GAP = 4096;

    private final DumpFile file;
    private final HeapRecord record;
    private final RunTable runs = new RunTable();
    private long lastId;
    private int inRun = LONGEST_RUN;

    HeapIndex(DumpFile file, HeapRecord record) {
        this.file = file;
        this.record = record;
    }

    /** Adds the object whose record is at an offset. Those of a file are added in its order. */
    void add(long id, long offset) {
        long gap = id - lastId;
        if (inRun == LONGEST_RUN || gap <= 0 || gap > LARGEST_GAP) {
            runs.add(id, offset);
            inRun = 0;
        }
        runs.extend(id);
        lastId = id;
        inRun++;
    }

    /** What is added next is behind something else than an object. */
    void endRun() {
        inRun = LONGEST_RUN;
    }

    /** All objects have been added. */
    void complete() {
        runs.sort();
    }

    boolean isEmpty() {
        return runs.size() == 0;
    }

    /** The offset of an object's record; 0 if there is none. */
    long find(long id) throws UnreadableDumpException {
        for (int run = runs.lastFrom(id); run >= 0 && runs.reach(run) >= id; run--) {
            long offset = runs.last(run) >= id ? findIn(run, id) : 0;
            if (offset != 0) {
                return offset;
            }
        }
        return 0;
    }

    private long findIn(int run, long id) throws UnreadableDumpException {
        long offset = runs.offset(run);
        for (int left = LONGEST_RUN; left > 0; ) {
            if (isObject(offset)) {
                long found = file.idAt(offset + 1);
                if (found >= id) {
                    return found == id ? offset : 0;
                }
                left--;
            }
            offset = record.end(offset);
            if (offset >= file.bytes().size()) {
                return 0;
            }
        }
        return 0;
    }

    private boolean isObject(long offset) {
        int tag = file.bytes().unsignedByteAt(offset);
        return tag == HeapRecord.INSTANCE || tag == HeapRecord.OBJECT_ARRAY || tag == HeapRecord.PRIMITIVE_ARRAY;
    }
}
