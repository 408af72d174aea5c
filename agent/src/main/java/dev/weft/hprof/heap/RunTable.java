// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.util.Arrays;

/** The runs of a {@link HeapIndex}: of each the first id and the last, and the offset of the first. In order of the first ids once sorted. */
final class RunTable {
    private long[] first = new long[1024];
    private long[] last = new long[1024];
    private long[] offset = new long[1024];

    /** The largest last id of a run and all before it. */
    private long[] reach = new long[0];

    private int size;

    void add(long id, long at) {
        if (size == first.length) {
            first = Arrays.copyOf(first, 2 * size);
            last = Arrays.copyOf(last, 2 * size);
            offset = Arrays.copyOf(offset, 2 * size);
        }
        first[size] = id;
        offset[size] = at;
        size++;
    }

    /** The run that was added last goes as far as an id. */
    void extend(long id) {
        last[size - 1] = id;
    }

    void sort() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size);
        }
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end);
        }
        reach = new long[size];
        for (int i = 0; i < size; i++) {
            reach[i] = i == 0 ? last[i] : Math.max(reach[i - 1], last[i]);
        }
    }

    /** Heapsort, which needs no memory: there may be a hundred million runs. */
    private void sink(int from, int end) {
        int parent = from;
        for (int child = 2 * parent + 1; child < end; child = 2 * parent + 1) {
            if (child + 1 < end && first[child + 1] > first[child]) {
                child++;
            }
            if (first[parent] >= first[child]) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        swap(first, a, b);
        swap(last, a, b);
        swap(offset, a, b);
    }

    private static void swap(long[] numbers, int a, int b) {
        long number = numbers[a];
        numbers[a] = numbers[b];
        numbers[b] = number;
    }

    /** The last run that does not begin behind an id; -1 if all do. */
    int lastFrom(long id) {
        int found = Arrays.binarySearch(first, 0, size, id);
        return found >= 0 ? found : -found - 2;
    }

    long last(int run) {
        return last[run];
    }

    long reach(int run) {
        return reach[run];
    }

    long offset(int run) {
        return offset[run];
    }

    int size() {
        return size;
    }
}
