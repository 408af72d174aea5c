// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import java.util.Arrays;

/** Tasks of one loop in the order of their numbers, which is that in which they were made; each is told by its place among all objects. */
final class TasksByNumber {
    private long[] packed = new long[16];
    private int size;

    void add(int number, int place) {
        if (size == packed.length) {
            packed = Arrays.copyOf(packed, 2 * size);
        }
        packed[size++] = (Integer.toUnsignedLong(number) << Integer.SIZE) | place;
    }

    /** The places, the oldest task first. */
    int[] places() {
        long[] sorted = Arrays.copyOf(packed, size);
        Arrays.sort(sorted);
        return Arrays.stream(sorted).mapToInt(number -> (int) number).toArray();
    }
}
