// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A heap dump, opened. One thread. */
public final class Heap {
    private final DumpFile file;
    private final HeapScan scan;
    private final Map<Long, HeapClass> classes = new HashMap<>();
    private @Nullable Boolean littleEndian;

    private Heap(DumpFile file, HeapScan scan) {
        this.file = file;
        this.scan = scan;
    }

    /**
     * Opens a dump, and reads it once from its begin to its end.
     *
     * @param path the file
     * @param collect the names of the classes of which {@link #objects} gives the objects
     * @return the dump
     * @throws UnreadableDumpException if it is no whole heap dump
     * @throws IOException if the file cannot be read
     */
    public static Heap open(Path path, Set<String> collect) throws IOException {
        return open(DumpFile.open(path), collect);
    }

    static Heap open(DumpFile file, Set<String> collect) throws UnreadableDumpException {
        HeapScan scan = new HeapScan(file, collect);
        try {
            scan.run();
        } catch (IndexOutOfBoundsException beyondTheEnd) {
            throw file.cutOff();
        }
        return new Heap(file, scan);
    }

    /**
     * Returns when the dump was made.
     *
     * @return the time, as the JVM has written it
     */
    public Instant time() {
        return file.time();
    }

    /**
     * Returns how many objects there are of a class that was to be collected.
     *
     * @param className the name of the class
     * @return the objects, and not those of its subclasses
     */
    public HeapObjects objects(String className) {
        return new HeapObjects(this, scan.objects(className));
    }

    /**
     * Returns the classes of a name.
     *
     * @param name the name, with dots
     * @return the class; one more for each loader that has one of that name
     * @throws UnreadableDumpException if the file is damaged
     */
    public List<HeapClass> classes(String name) throws UnreadableDumpException {
        List<HeapClass> found = new ArrayList<>();
        for (long id : scan.classes.keys()) {
            if (scan.names.ofClass(id).equals(name)) {
                found.add(requireClass(id));
            }
        }
        return found;
    }

    /**
     * Returns the Java stack that a thread had.
     *
     * @param thread the object of the thread
     * @return the stack, innermost first; empty if the dump has none
     */
    public List<StackTraceElement> stackOf(HeapObject thread) {
        return scan.stacks.of(thread.id());
    }

    /** The object with an id; null for 0, and for what is no object but a class. */
    @Nullable
    HeapObject object(long id) throws UnreadableDumpException {
        long offset = id == 0 ? 0 : scan.index.find(id);
        if (offset == 0) {
            return null;
        }
        return objectAt(offset);
    }

    /** The object whose record is at an offset. */
    HeapObject objectAt(long offset) throws UnreadableDumpException {
        int idSize = file.idSize();
        long id = file.idAt(offset + 1);
        return switch (file.bytes().unsignedByteAt(offset)) {
            case HeapRecord.INSTANCE ->
                new HeapObject(this, id, offset, requireClass(file.idAt(offset + 1 + idSize + 4)));
            case HeapRecord.OBJECT_ARRAY ->
                new HeapObject(this, id, offset, requireClass(file.idAt(offset + 1 + idSize + 8)));
            default -> new HeapObject(this, id, offset, null);
        };
    }

    /** The class with an id; null for 0. */
    @Nullable
    HeapClass classOf(long id) throws UnreadableDumpException {
        return id == 0 ? null : requireClass(id);
    }

    private HeapClass requireClass(long id) throws UnreadableDumpException {
        HeapClass known = classes.get(id);
        if (known == null) {
            long body = scan.classes.get(id);
            if (body == 0) {
                throw file.damaged(
                        0, "objects of a class that is not in the dump, with the id " + Long.toHexString(id));
            }
            known = new HeapClass(this, body);
            classes.put(id, known);
        }
        return known;
    }

    DumpFile file() {
        return file;
    }

    Names names() {
        return scan.names;
    }

    /** Whether the machine had the lower byte of a number first, as the JDK's strings know it. */
    boolean isLittleEndian() throws UnreadableDumpException {
        Boolean known = littleEndian;
        if (known == null) {
            List<HeapClass> strings = classes("java.lang.StringUTF16");
            known = strings.isEmpty() || strings.get(0).staticNumber("HI_BYTE_SHIFT") == 0;
            littleEndian = known;
        }
        return known;
    }
}
