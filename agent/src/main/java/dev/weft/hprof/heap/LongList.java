// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.util.Arrays;

/** Numbers in the order in which they were added. */
final class LongList {
    private long[] numbers = new long[16];
    private int size;

    void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    long get(int index) {
        return numbers[index];
    }

    int size() {
        return size;
    }

    /** The numbers in an array of their own. */
    long[] toArray() {
        return Arrays.copyOf(numbers, size);
    }
}
