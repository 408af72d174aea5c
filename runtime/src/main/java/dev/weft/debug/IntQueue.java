// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Arrays;

/** Places of tasks in the order in which they came, without an object for each. */
final class IntQueue {
    private int[] places = new int[16];
    private int first;
    private int size;

    boolean isEmpty() {
        return first == size;
    }

    void add(int place) {
        if (first == size) {
            first = 0;
            size = 0;
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
        }
        places[size++] = place;
    }

    int remove() {
        return places[first++];
    }

    /** What is in it, in order; it is empty then. */
    int[] removeAll() {
        int[] all = Arrays.copyOfRange(places, first, size);
        first = 0;
        size = 0;
        return all;
    }
}
