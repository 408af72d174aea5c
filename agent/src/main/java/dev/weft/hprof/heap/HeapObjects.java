// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

/** The objects of a class, of which there may be a million: each is read when it is asked for. */
public final class HeapObjects {
    private final Heap heap;
    private final LongList offsets;

    HeapObjects(Heap heap, LongList offsets) {
        this.heap = heap;
        this.offsets = offsets;
    }

    /**
     * Returns how many there are.
     *
     * @return the number of objects
     */
    public int size() {
        return offsets.size();
    }

    /**
     * Returns one of them.
     *
     * @param index its place in the file, among its kind
     * @return the object
     * @throws UnreadableDumpException if the file is damaged
     */
    public HeapObject get(int index) throws UnreadableDumpException {
        return heap.objectAt(offsets.get(index));
    }
}
