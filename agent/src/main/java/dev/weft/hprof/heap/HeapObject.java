// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object or array of a heap dump, which reads its values where they lie in the file. Two are equal if they are the same one. */
public final class HeapObject {
    private static final String STRING = "java.lang.String";
    private static final byte LATIN1 = 0;

    private final Heap heap;
    private final long id;
    private final long offset;
    private final @Nullable HeapClass type;

    HeapObject(Heap heap, long id, long offset, @Nullable HeapClass type) {
        this.heap = heap;
        this.id = id;
        this.offset = offset;
        this.type = type;
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
     * Returns the name of its class.
     *
     * @return the name, with dots; that of an array of primitive values is {@code "[]"}
     */
    public String className() {
        return type == null ? "[]" : type.name();
    }

    /**
     * Returns its class.
     *
     * @return the class; null of an array of primitive values
     */
    public @Nullable HeapClass type() {
        return type;
    }

    /**
     * Says whether it is of a class.
     *
     * @param name the name of the class
     * @return true of the class, and of those that extend it
     */
    public boolean isA(String name) {
        return type != null && type.isA(name);
    }

    // ------------------------------------------------------------------ fields

    /**
     * Says whether it has a field.
     *
     * @param field the name of the field
     * @return false if no class of it declares one of that name
     */
    public boolean has(String field) {
        return type != null && type.field(field) != null;
    }

    /**
     * Says whether it has a field of whole numbers or booleans.
     *
     * @param field the name of the field
     * @return false if there is none, or one of objects or fractions
     */
    public boolean isNumber(String field) {
        HeapField found = type == null ? null : type.field(field);
        return found != null && (found.type() == Type.BOOLEAN || found.type() >= Type.BYTE);
    }

    private HeapField field(String name) throws UnreadableDumpException {
        HeapField field = type == null ? null : type.field(name);
        if (field == null) {
            throw new UnreadableDumpException(
                    "The dump is of another version of Weft: its " + className() + " has no field \"" + name
                            + "\". Read it with the weft-agent.jar of the version that the program ran with.");
        }
        return field;
    }

    private long valueAt(HeapField field) {
        return offset + 1 + 2L * heap.file().idSize() + 8 + field.offset();
    }

    /**
     * Returns the object in a field.
     *
     * @param name the name of the field
     * @return the object, or null
     * @throws UnreadableDumpException if there is no such field
     */
    public @Nullable HeapObject object(String name) throws UnreadableDumpException {
        return heap.object(heap.file().idAt(valueAt(field(name))));
    }

    /**
     * Returns the text in a field.
     *
     * @param name the name of a field of type {@code String}
     * @return the text, or null
     * @throws UnreadableDumpException if there is no such field
     */
    public @Nullable String text(String name) throws UnreadableDumpException {
        HeapObject text = object(name);
        return text == null ? null : text.asText();
    }

    /**
     * Returns the whole number in a field; of a boolean 1 or 0.
     *
     * @param name the name of the field
     * @return the number
     * @throws UnreadableDumpException if there is no such field
     */
    public long number(String name) throws UnreadableDumpException {
        HeapField field = field(name);
        return number(heap.file(), valueAt(field), field.type());
    }

    /** The whole number at an offset of a file. */
    static long number(DumpFile file, long at, int ofType) {
        Bytes bytes = file.bytes();
        return switch (ofType) {
            case Type.BOOLEAN, Type.BYTE -> bytes.byteAt(at);
            case Type.SHORT -> bytes.shortAt(at);
            case Type.CHAR -> bytes.unsignedShortAt(at);
            case Type.INT -> bytes.intAt(at);
            case Type.LONG -> bytes.longAt(at);
            default -> 0;
        };
    }

    /**
     * Returns what is in a boolean field.
     *
     * @param name the name of the field
     * @return its value
     * @throws UnreadableDumpException if there is no such field
     */
    public boolean is(String name) throws UnreadableDumpException {
        return number(name) != 0;
    }

    // ------------------------------------------------------------------ arrays and texts

    /**
     * Returns the length of an array.
     *
     * @return the number of its elements
     */
    public int length() {
        return heap.file().bytes().intAt(offset + 1 + heap.file().idSize() + 4);
    }

    /**
     * Returns an element of an array of objects.
     *
     * @param index its place
     * @return the object, or null
     * @throws UnreadableDumpException if the file is damaged
     */
    public @Nullable HeapObject element(int index) throws UnreadableDumpException {
        int idSize = heap.file().idSize();
        return heap.object(heap.file().idAt(offset + 1 + 2L * idSize + 8 + (long) index * idSize));
    }

    /**
     * Returns the elements of an array of objects that are not null.
     *
     * @return the objects, in order
     * @throws UnreadableDumpException if the file is damaged
     */
    public List<HeapObject> elements() throws UnreadableDumpException {
        List<HeapObject> elements = new ArrayList<>();
        for (int i = 0; i < length(); i++) {
            HeapObject element = element(i);
            if (element != null) {
                elements.add(element);
            }
        }
        return elements;
    }

    /**
     * Returns a whole number of an array of such.
     *
     * @param index its place
     * @return the number
     */
    public long numberAt(int index) {
        long types = offset + 1 + heap.file().idSize() + 8;
        int element = heap.file().bytes().byteAt(types);
        return number(
                heap.file(),
                types + 1 + (long) index * Type.size(element, heap.file().idSize()),
                element);
    }

    /**
     * Returns the text that a {@code String} is.
     *
     * @return the text; null if it is none
     * @throws UnreadableDumpException if the file is damaged
     */
    public @Nullable String asText() throws UnreadableDumpException {
        HeapObject value = className().equals(STRING) ? object("value") : null;
        if (value == null) {
            return null;
        }
        byte[] bytes = heap.file().bytes().copy(value.offset + 1 + heap.file().idSize() + 9, value.length());
        return number("coder") == LATIN1 ? new String(bytes, StandardCharsets.ISO_8859_1) : wide(bytes);
    }

    /** A string of two bytes a character, which are in the order of the machine. */
    private String wide(byte[] bytes) throws UnreadableDumpException {
        return new String(bytes, heap.isLittleEndian() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeapObject object && object.id == id && object.heap == heap;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return className() + '@' + Long.toHexString(id);
    }
}
