// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class of the program: its name, superclass, statics, and where the fields of its objects are. */
public final class HeapClass {
    private final Heap heap;
    private final long id;
    private final String name;
    private final @Nullable HeapClass superclass;
    private final List<HeapField> statics;
    private final List<HeapField> fields;

    /** Reads the class whose record's body is at an offset. */
    HeapClass(Heap heap, long body) throws UnreadableDumpException {
        this.heap = heap;
        this.id = heap.file().idAt(body);
        this.name = heap.names().ofClass(id);
        this.superclass = heap.classOf(heap.file().idAt(body + heap.file().idSize() + 4));
        HeapRecord record = new HeapRecord(heap.file());
        this.statics = readStatics(record.statics(body));
        this.fields = readFields(record.behindStatics(body));
    }

    private List<HeapField> readStatics(long start) {
        DumpFile file = heap.file();
        List<HeapField> read = new ArrayList<>();
        long at = start + 2;
        for (int left = file.bytes().unsignedShortAt(start); left > 0; left--) {
            int type = file.bytes().byteAt(at + file.idSize());
            long value = at + file.idSize() + 1;
            read.add(new HeapField(heap.names().text(file.idAt(at)), type, value));
            at = value + Type.size(type, file.idSize());
        }
        return read;
    }

    /** The values of an object are those of its own class, then those of the superclass, and so on. */
    private List<HeapField> readFields(long start) {
        DumpFile file = heap.file();
        List<HeapField> read = new ArrayList<>();
        long at = start + 2;
        long offset = 0;
        for (int left = file.bytes().unsignedShortAt(start); left > 0; left--) {
            int type = file.bytes().byteAt(at + file.idSize());
            read.add(new HeapField(heap.names().text(file.idAt(at)), type, offset));
            offset += Type.size(type, file.idSize());
            at += file.idSize() + 1;
        }
        if (superclass != null) {
            for (HeapField inherited : superclass.fields) {
                read.add(new HeapField(inherited.name(), inherited.type(), offset + inherited.offset()));
            }
        }
        return read;
    }

    /**
     * Returns what tells it from all others.
     *
     * @return its address
     */
    public long id() {
        return id;
    }

    /**
     * Returns the name.
     *
     * @return the name of the class, with dots
     */
    public String name() {
        return name;
    }

    /**
     * Returns the superclass.
     *
     * @return the class; null for {@code Object}
     */
    public @Nullable HeapClass superclass() {
        return superclass;
    }

    /**
     * Says whether objects of this class are of another one.
     *
     * @param other the name of a class; interfaces are not in a dump
     * @return true for the class itself, and for those that extend it
     */
    public boolean isA(String other) {
        for (HeapClass type = this; type != null; type = type.superclass) {
            if (type.name.equals(other)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the object in a static field.
     *
     * @param field the name of a field that this class declares
     * @return the object; null if there is none, or no such field
     * @throws UnreadableDumpException if the file is damaged
     */
    public @Nullable HeapObject staticObject(String field) throws UnreadableDumpException {
        for (HeapField candidate : statics) {
            if (candidate.name().equals(field) && candidate.type() == Type.OBJECT) {
                return heap.object(heap.file().idAt(candidate.offset()));
            }
        }
        return null;
    }

    /**
     * Returns the whole number in a static field.
     *
     * @param field the name of a field that this class declares
     * @return the number; 0 if there is no such field
     */
    public long staticNumber(String field) {
        for (HeapField candidate : statics) {
            if (candidate.name().equals(field)) {
                return HeapObject.number(heap.file(), candidate.offset(), candidate.type());
            }
        }
        return 0;
    }

    /** The field of an object of this class, the one of the most special class if several have one of that name; null if none has. */
    @Nullable
    HeapField field(String field) {
        for (HeapField candidate : fields) {
            if (candidate.name().equals(field)) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
