// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads a dump once from its begin to its end, and notes where what is. */
final class HeapScan {
    private static final int TEXT = 0x01;
    private static final int LOADED_CLASS = 0x02;
    private static final int FRAME = 0x04;
    private static final int TRACE = 0x05;
    private static final int WHOLE_HEAP = 0x0c;
    private static final int SEGMENT = 0x1c;
    private static final int END_OF_SEGMENTS = 0x2c;
    private static final int HEADER = 9;

    final Names names;
    final Stacks stacks;
    final HeapIndex index;
    final LongMap classes = new LongMap();

    private static final LongList NOT_COLLECTED = new LongList();

    /** Where the objects of the classes are that are to be collected: by the id of the class. */
    private final Map<Long, LongList> collected = new HashMap<>();

    private final DumpFile file;
    private final Set<String> collect;
    private final HeapRecord record;

    /** The class of the object before, and the list for its objects: many of one class follow one another. */
    private long lastClass;

    private LongList lastList = NOT_COLLECTED;

    HeapScan(DumpFile file, Set<String> collect) {
        this.file = file;
        this.collect = collect;
        this.names = new Names(file);
        this.stacks = new Stacks(file, names);
        this.record = new HeapRecord(file);
        this.index = new HeapIndex(file, record);
    }

    void run() throws UnreadableDumpException {
        boolean isWhole = false;
        boolean hasSegments = false;
        for (long at = file.start(); at < file.bytes().size(); ) {
            if (at + HEADER > file.bytes().size()) {
                throw file.cutOff();
            }
            int tag = file.bytes().unsignedByteAt(at);
            long body = at + HEADER;
            long end = body + file.bytes().unsignedIntAt(at + 5);
            if (end > file.bytes().size()) {
                throw file.cutOff();
            }
            hasSegments |= tag == SEGMENT;
            isWhole |= tag == END_OF_SEGMENTS || tag == WHOLE_HEAP;
            read(tag, body, end);
            at = end;
        }
        if (!isWhole || (!hasSegments && index.isEmpty())) {
            throw file.cutOff();
        }
        index.complete();
    }

    private void read(int tag, long body, long end) throws UnreadableDumpException {
        switch (tag) {
            case TEXT -> names.addText(body);
            case LOADED_CLASS -> names.addClass(body);
            case FRAME -> stacks.addFrame(body);
            case TRACE -> stacks.addTrace(body);
            case WHOLE_HEAP, SEGMENT -> readHeap(body, end);
            default -> {} // nothing that a task is made of
        }
    }

    private void readHeap(long from, long end) throws UnreadableDumpException {
        index.endRun();
        for (long at = from; at < end; ) {
            long next = record.end(at);
            if (next > end) {
                throw file.damaged(at, "more bytes than its segment");
            }
            readRecord(at);
            at = next;
        }
    }

    private void readRecord(long at) {
        switch (file.bytes().unsignedByteAt(at)) {
            case HeapRecord.ROOT_THREAD -> stacks.addThread(at + 1);
            case HeapRecord.CLASS -> classes.put(file.idAt(at + 1), at + 1);
            case HeapRecord.INSTANCE -> readInstance(at);
            case HeapRecord.OBJECT_ARRAY, HeapRecord.PRIMITIVE_ARRAY -> index.add(file.idAt(at + 1), at);
            default -> {} // a root of another kind
        }
    }

    private void readInstance(long at) {
        index.add(file.idAt(at + 1), at);
        long type = file.idAt(at + 1 + file.idSize() + 4);
        if (type != lastClass) {
            lastClass = type;
            lastList = collected.computeIfAbsent(
                    type, known -> collect.contains(names.ofClass(known)) ? new LongList() : NOT_COLLECTED);
        }
        if (lastList != NOT_COLLECTED) {
            lastList.add(at);
        }
    }

    /** The offsets of the collected objects of classes with a name, in the order of the file. */
    LongList objects(String className) {
        LongList all = new LongList();
        collected.forEach((type, offsets) -> {
            if (offsets != NOT_COLLECTED && names.ofClass(type).equals(className)) {
                for (int i = 0; i < offsets.size(); i++) {
                    all.add(offsets.get(i));
                }
            }
        });
        return all;
    }
}
